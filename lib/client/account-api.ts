import type { Account, ApiKey, CreatedApiKey } from '@/lib/contract/account'
import type { CreateKeyRequest } from '@/lib/contract/request'
import { withBody, type Calls } from './calls'

/** What the contract has about the person, typed. Every call throws `ApiError`. */
export interface AccountApi {
  read(): Promise<Account>
  /** Deletes the person and all that is theirs. */
  delete(password: string | undefined): Promise<void>
  becomeOwner(code: string): Promise<void>
  listKeys(): Promise<ApiKey[]>
  /** The result is the only place where the key can be read. */
  createKey(request: CreateKeyRequest): Promise<CreatedApiKey>
  endKey(keyId: string): Promise<void>
}

export function createAccountApi({ ok, json }: Calls): AccountApi {
  return {
    read: () => json('/api/account'),
    async delete(password) {
      await ok('/api/account', withBody('DELETE', { ...(password !== undefined && { password }) }))
    },
    async becomeOwner(code) {
      await ok('/api/owner', withBody('POST', { code }))
    },
    async listKeys() {
      return (await json<{ keys: ApiKey[] }>('/api/keys')).keys
    },
    createKey: (request) => json('/api/keys', withBody('POST', request)),
    async endKey(keyId) {
      await ok(`/api/keys/${keyId}`, { method: 'DELETE' })
    },
  }
}
