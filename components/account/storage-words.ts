import type { Account } from '@/lib/contract/account'

const BYTES_A_MEGABYTE = 1024 * 1024

type Storage = Account['storage']

/** What one's chats take up, in a sentence. Pure. */
export function storageWords({ usedBytes, limitBytes }: Storage): string {
  const used = megabytes(usedBytes)
  if (limitBytes === null) return `Your chats take up ${used}. There is no limit.`
  return `${used.charAt(0).toUpperCase()}${used.slice(1)} of ${megabytes(limitBytes)}`
}

/** How full it is, from 0 to 1. Pure. */
export function storageFill({ usedBytes, limitBytes }: Storage): number {
  return limitBytes === null ? 0 : Math.min(1, usedBytes / limitBytes)
}

/** Whole ones from ten on; little is not said to be nothing. */
function megabytes(bytes: number): string {
  const count = bytes / BYTES_A_MEGABYTE
  if (count < 0.1) return bytes === 0 ? '0 MB' : 'less than 0.1 MB'
  return `${count.toLocaleString('en', { maximumFractionDigits: count < 10 ? 1 : 0 })} MB`
}
