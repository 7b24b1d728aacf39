import { expect, test } from 'vitest'
import { settingsOfForm } from './settings-form'

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

test('a filled form becomes settings', () => {
  const fields = { systemPrompt: ' Be brief. ', temperature: '0.3', maxOutputTokens: '500' }
  expect(settingsOfForm(formOf({ ...fields, reasoningEffort: 'low' }))).toEqual({
    systemPrompt: 'Be brief.',
    temperature: 0.3,
    maxOutputTokens: 500,
    reasoningEffort: 'low',
  })
})

test('an empty field is left to the model', () => {
  const fields = { systemPrompt: '  ', temperature: '', maxOutputTokens: ' ', reasoningEffort: '' }
  expect(settingsOfForm(formOf(fields))).toEqual({})
  expect(settingsOfForm(formOf({}))).toEqual({})
})

test('a temperature of zero is kept', () => {
  expect(settingsOfForm(formOf({ temperature: '0' }))).toEqual({ temperature: 0 })
})
