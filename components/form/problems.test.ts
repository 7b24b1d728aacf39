import { describe, expect, test } from 'vitest'
import { FullstopError } from '@/client/error'
import { problemsOf, valuesOf } from './problems'

describe('problemsOf', () => {
  const error = new FullstopError('forbidden', 'The password is wrong.', { field: 'password' })

  test('a sentence about a field of the form is tied to that field', () => {
    expect(problemsOf(error, ['email', 'password'])).toEqual({
      password: 'The password is wrong.',
    })
  })

  test('a sentence about no field of the form is said of the whole form', () => {
    expect(problemsOf(error, ['code'])).toEqual({ form: 'The password is wrong.' })
    expect(problemsOf(new Error('?'), ['code'])).toEqual({
      form: 'That did not work. Try again.',
    })
  })
})

test('valuesOf reads the named fields, and a missing one as empty', () => {
  const form = new FormData()
  form.set('email', ' a@example.org ')
  form.set('other', 'x')
  form.set('file', new Blob(['x']))
  expect(valuesOf(form, ['email', 'name', 'file'])).toEqual({
    email: ' a@example.org ',
    name: '',
    file: '',
  })
})
