import { expect, test } from 'vitest'
import { unreachableWords } from './unreachable-words'

test('a provider that cannot be reached is named, with its address if the server tells it', () => {
  const everybody = [{ provider: 'ollama' }]
  const owner = [{ provider: 'ollama', address: 'http://localhost:11434' }]
  expect(unreachableWords(everybody, true)).toBe('Could not reach Ollama.')
  expect(unreachableWords(everybody, false)).toBe(
    'Could not reach Ollama, so there is no model to ask.',
  )
  expect(unreachableWords([...owner, { provider: 'lab' }], true)).toBe(
    'Could not reach Ollama at http://localhost:11434 and lab.',
  )
})
