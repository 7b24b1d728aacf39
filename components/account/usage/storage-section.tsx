import type { Account } from '@/lib/contract/account'
import { Meter } from '../section/meter'
import { Section } from '../section/section'
import { storageFill, storageWords } from './storage-words'

/** The room that a person's chats take, and may take. */
export function StorageSection({ storage }: Pick<Account, 'storage'>) {
  const words = storageWords(storage)
  return (
    <Section title="Storage">
      {storage.limitBytes === null ? (
        <p>{words}</p>
      ) : (
        <Meter label="Your chats" fill={storageFill(storage)} words={words} />
      )}
    </Section>
  )
}
