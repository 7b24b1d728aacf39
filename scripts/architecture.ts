/**
 * `npm run architecture`: draws the imports between the rooms into docs/architecture.md. With
 * `--check` it writes nothing, and fails if that picture is out of date. It always fails on upward
 * imports, circles of folders, rooms that the page does not explain, and broken links in the page.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { reach } from '../oxlint.rooms.ts'
import { drawRooms } from './architecture/draw-rooms.ts'
import { findCircles } from './architecture/find-circles.ts'
import { brokenLinks, putPicture, unexplainedRooms } from './architecture/page.ts'
import { readImports } from './architecture/read-imports.ts'
import { arrowsBetween, findUpward, housesOf, levelsOf } from './architecture/rooms.ts'

const root = path.resolve(import.meta.dirname, '..')
const page = path.join(root, 'docs/architecture.md')

const imports = readImports(root)
const houses = housesOf(reach)
const levels = levelsOf(houses)
const arrows = arrowsBetween(houses, imports)
const text = readFileSync(page, 'utf8')
const drawn = putPicture(text, drawRooms(levels, arrows))

const problems = [
  ...findUpward(levels, arrows),
  ...findCircles(imports),
  ...unexplainedRooms(text, Object.keys(reach)),
  ...brokenLinks(text, (file) => existsSync(path.join(path.dirname(page), file))),
]
if (!process.argv.includes('--check')) writeFileSync(page, drawn)
else if (drawn !== text) problems.push('docs/architecture.md is out of date: npm run architecture')

for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
