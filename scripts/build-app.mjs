import { buildApp } from './ensure/ensure-build.mjs'

process.exitCode = await buildApp()
