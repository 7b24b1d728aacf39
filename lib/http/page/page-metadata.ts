import type { Metadata } from 'next'
import { connection } from 'next/server'
import { readConfig } from '@/lib/platform/env'

/** The title of a page that does not write its own. The name of this server is known only when it runs. */
export async function pageMetadata(title: string): Promise<Metadata> {
  await connection()
  return { title: `${title} · ${readConfig().APP_NAME}` }
}
