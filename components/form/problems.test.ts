import { describe, expect, test } from 'vitest'
import { ApiError } from '@/lib/client/calls/api-error'
import { problemsOf, valuesOf } from './problems'

describe('problemsOf', () => {
  const error = new ApiError('forbidden', 'The password is wrong.', { field: 'password' })

  test('ties a sentence to the field that it is about', () => {
    expect(problemsOf(error, ['email', 'password'])).toEqual({
      password: 'The password is wrong.',
    })
  })

  test('says it of the whole form where that has no such field, or where it is about none', () => {
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
