import type { Metadata } from 'next'
import { connection } from 'next/server'
import { readConfig } from '@/lib/platform/env'

/** The title of a page that does not write its own: what this server is called is known when it runs. */
export async function pageMetadata(title: string): Promise<Metadata> {
  await connection()
  return { title: `${title} · ${readConfig().APP_NAME}` }
}
