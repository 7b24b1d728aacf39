import { buildApp } from './ensure-build.mjs'

process.exitCode = await buildApp()
