import type { KeyScope } from '@/lib/contract/account'

/** What a key may do, in words; the least first. */
export const scopeTitles: Record<KeyScope, string> = {
  read: 'Read chats',
  chat: 'Read and change chats',
  admin: 'Everything, including the account',
}

export function isKeyScope(value: string): value is KeyScope {
  return value in scopeTitles
}
