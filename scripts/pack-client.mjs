/**
 * `npm run pack:client`: compiles the client package, and packs it as `dist/fullstop-client-<version>.tgz`.
 */
import { cp, glob, readFile, rm, writeFile } from 'node:fs/promises'
import { runCommand } from './programs/run-command.mjs'

const folder = 'dist/client'

await rm(folder, { recursive: true, force: true })
process.exitCode = await runCommand('tsc', ['--project', 'client/tsconfig.json'])
if (process.exitCode === 0) {
  // The compiler leaves the endings of imports in declarations as they are.
  for await (const file of glob(`${folder}/*.d.ts`)) {
    const declarations = await readFile(file, 'utf8')
    await writeFile(file, declarations.replaceAll(/'(\.\/[a-z-]+)\.ts'/g, "'$1.js'"))
  }
  for (const file of ['client/package.json', 'client/README.md', 'LICENSE']) {
    await cp(file, `${folder}/${file.replace('client/', '')}`)
  }
  process.exitCode = await runCommand('npm', ['pack', `./${folder}`, '--pack-destination', 'dist'])
}
