import { withBody, type Calls } from '@/client/calls'
import type { Account, ApiKey, CreatedApiKey } from '@/lib/contract/account'
import type { CreateKeyRequest, UpdateAccountRequest } from '@/lib/contract/request'

/** The contract's calls about the person, typed. Each throws `FullstopError`. */
export interface AccountApi {
  read(): Promise<Account>
  /** Resolves with the account as it then is: a new address may have to be confirmed first. */
  update(request: UpdateAccountRequest): Promise<Account>
  /** Deletes the person and everything that is theirs. */
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
    update: (request) => json('/api/account', withBody('PATCH', request)),
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
