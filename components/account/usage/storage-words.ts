import type { Account } from '@/lib/contract/account'
import { perLocale } from '@/lib/locale/page-locale'

const BYTES_A_MEGABYTE = 1024 * 1024

/** In megabytes. A smaller amount is shown as less than this, never as nothing. */
const LITTLE = 0.1

type Storage = Account['storage']

/** The room that a person's chats take up, in a sentence. Pure. */
export function storageWords({ usedBytes, limitBytes }: Storage): string {
  const isLittle = usedBytes > 0 && usedBytes < LITTLE * BYTES_A_MEGABYTE
  const used = inMegabytes(isLittle ? LITTLE * BYTES_A_MEGABYTE : usedBytes)
  if (limitBytes === null) {
    return isLittle
      ? `Your chats take up less than ${used}. There is no limit.`
      : `Your chats take up ${used}. There is no limit.`
  }
  const limit = inMegabytes(limitBytes)
  return isLittle ? `Less than ${used} of ${limit} used.` : `${used} of ${limit} used.`
}

/** How full the storage is, from 0 to 1. Pure. */
export function storageFill({ usedBytes, limitBytes }: Storage): number {
  return limitBytes === null ? 0 : Math.min(1, usedBytes / limitBytes)
}

const wholeMegabytes = perLocale((locale) => megabytes(locale, 0))
const tenthsOfMegabytes = perLocale((locale) => megabytes(locale, 1))

function megabytes(locale: string, maximumFractionDigits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits })
}

/** Whole megabytes from ten on, tenths below. */
function inMegabytes(bytes: number): string {
  const count = bytes / BYTES_A_MEGABYTE
  return (count < 10 ? tenthsOfMegabytes() : wholeMegabytes()).format(count)
}
