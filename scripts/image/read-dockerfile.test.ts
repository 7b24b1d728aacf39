import { expect, test } from 'vitest'
import { execWords, readDockerfile } from './read-dockerfile.ts'

test('a Dockerfile is read as its stages, with their instructions in order', () => {
  const text = [
    '# A comment',
    'FROM node:24-slim AS build',
    'COPY a b ./',
    '',
    'FROM node:24-slim',
    'COPY --from=build --link /app/out ./',
    '  # Another comment',
    'HEALTHCHECK --interval=15s \\',
    '  CMD ["true"]',
  ].join('\n')
  expect(readDockerfile(text)).toEqual([
    { name: 'build', instructions: [{ name: 'COPY', flags: {}, text: 'a b ./' }] },
    {
      name: '',
      instructions: [
        { name: 'COPY', flags: { from: 'build' }, text: '/app/out ./' },
        { name: 'HEALTHCHECK', flags: { interval: '15s' }, text: 'CMD ["true"]' },
      ],
    },
  ])
})

test('an instruction before the first stage is refused', () => {
  expect(() => readDockerfile('WORKDIR /app')).toThrow('before the first FROM: WORKDIR /app')
})

test('a command is read in its exec form only', () => {
  expect(execWords('["node", "server.js"]')).toEqual(['node', 'server.js'])
  expect(() => execWords('["node", 1]')).toThrow('is not a list of words')
})
