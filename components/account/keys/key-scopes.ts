import type { KeyScope } from '@/lib/contract/account'

/** The titles of the scopes, the narrowest first. */
export const scopeTitles: Record<KeyScope, string> = {
  read: 'Read chats',
  chat: 'Read and change chats',
  admin: 'Everything, including the account',
}

export function isKeyScope(value: string): value is KeyScope {
  return value in scopeTitles
}
