import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build, preview } from 'vite'
import { freePort } from '../server/free-port'

/** Builds and serves a page of examples/, and passes the page's calls on to this server. */
export async function serveExample(
  name: string,
  serverUrl: string,
): Promise<{ url: string; close: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-example-'))
  const usual = {
    configFile: false,
    root: path.resolve('examples', name),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  } as const
  await build(usual)
  const port = await freePort()
  const served = await preview({
    ...usual,
    preview: {
      port,
      strictPort: true,
      host: 'localhost',
      proxy: { '/api': { target: serverUrl } },
    },
  })
  return {
    url: `http://localhost:${port}/`,
    close: async () => {
      await served.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
