import { expect, test } from 'vitest'
import { findCircles } from './find-circles.ts'

const importsOf = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' → '))
    .map(([from = '', to = '']) => ({ from, to }))

test('Folders that import in one direction only are no circle', () => {
  const imports = importsOf(`
    app/page.ts → lib/client/calls/api.ts
    lib/client/calls/api.ts → lib/contract/message.ts
    lib/client/store.ts → lib/client/calls/api.ts
    lib/client/chats/list.ts → lib/client/calls/api.ts`)
  expect(findCircles(imports)).toEqual([])
})

test('Two folders can be a circle although no files form one', () => {
  const imports = importsOf(`
    app/page.ts → lib/chats/send.ts
    lib/chats/send.ts → lib/streams/manager.ts
    lib/streams/log.ts → lib/chats/shapes/text.ts`)
  expect(findCircles(imports)).toEqual([
    [
      'A circle of imports in lib:',
      '  lib/chats/send.ts imports lib/streams/manager.ts',
      '  lib/streams/log.ts imports lib/chats/shapes/text.ts',
    ].join('\n'),
  ])
})

test("A folder's own files and its subfolder are a circle", () => {
  const imports = importsOf(`
    bench/run.ts → bench/report/chart.ts
    bench/report/chart.ts → bench/clock.ts`)
  expect(findCircles(imports)).toHaveLength(1)
})

test('The shortest circle is told, without imports that only lead to it or away from it', () => {
  const imports = importsOf(`
    lib/entry/a.ts → lib/one/a.ts
    lib/one/a.ts → lib/two/a.ts
    lib/two/a.ts → lib/three/a.ts
    lib/three/b.ts → lib/one/b.ts
    lib/three/b.ts → lib/last/a.ts
    lib/three/c.ts → lib/four/a.ts
    lib/four/a.ts → lib/one/c.ts`)
  const [circle = '', ...others] = findCircles(imports)
  expect(others).toEqual([])
  expect(circle.split('\n').slice(1).toSorted()).toEqual([
    '  lib/one/a.ts imports lib/two/a.ts',
    '  lib/three/b.ts imports lib/one/b.ts',
    '  lib/two/a.ts imports lib/three/a.ts',
  ])
})

test('Each file of the root counts alone', () => {
  const imports = importsOf(`
    tests.config.ts → scripts/find.ts
    scripts/draw.ts → rooms.ts`)
  expect(findCircles(imports)).toEqual([])
})
