import { signInOptionsSchema, type SignInOptions } from '@/lib/contract/account'
import { defineOpenVerb, type OpenContext } from '@/lib/verbs/define-verb'
import type { AccountServices } from './account-services'

/** The ways to sign in. */
export const readSignInOptions = defineOpenVerb({
  name: 'readSignInOptions',
  scope: 'anybody',
  output: signInOptionsSchema,
  run: async ({ services }: OpenContext<AccountServices>): Promise<SignInOptions> =>
    services.authentication.signInOptions,
})
