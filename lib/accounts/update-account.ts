import { accountSchema, type Account } from '@/lib/contract/account'
import { canChangeAddress } from '@/lib/contract/change-address'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { updateAccountRequestSchema } from '@/lib/contract/request'
import { defineVerb } from '@/lib/verbs/define-verb'
import type { AccountCall } from './account-services'
import { readAccount } from './read-account'

/**
 * Changes the name and the address of an account. With mail, the address changes once it is proved, and
 * nobody is told whether it is taken. Throws `bad_request` for the present address or, without mail, a
 * taken one; `forbidden` for guests, a wrong password, and where addresses cannot change.
 */
export const updateAccount = defineVerb({
  name: 'updateAccount',
  scope: 'admin',
  limit: 'changes',
  // A change of the address takes a password, which can be guessed at.
  charge: ({ email }) => (email === undefined ? undefined : { limit: 'sign-ins' }),
  ids: [],
  input: updateAccountRequestSchema,
  output: accountSchema,
  async run(context: AccountCall, { name, email, password }): Promise<Account> {
    const { services, caller, log } = context
    const { database, clock } = services
    if (caller.guest && (name ?? email) !== undefined) {
      throw new FullstopError(
        'forbidden',
        'Guests have no name or address. Create an account first.',
      )
    }
    if (email !== undefined) await changeAddress(context, email, password)
    if (name !== undefined) {
      await database.accounts.rename(caller.id, name, clock.now())
      log.info({ personId: caller.id }, 'name changed')
    }
    return readAccount.run(context, {})
  },
})

async function changeAddress(
  { services, caller, log }: AccountCall,
  email: string,
  password: string | undefined,
): Promise<void> {
  const { database, authentication, clock } = services
  const personId = caller.id
  const account = await database.accounts.find(personId)
  const { signInOptions } = authentication
  if (!account || !canChangeAddress(signInOptions, account)) {
    const message = 'This server cannot send e-mail to confirm a new address.'
    throw new FullstopError('forbidden', message, { field: 'email' })
  }
  if (!(await authentication.isPasswordOf(personId, password))) {
    throw new FullstopError('forbidden', 'The password is wrong.', { field: 'password' })
  }
  if (email === account.email) throw wrongAddress('That is already your address.')
  if (signInOptions.mail) {
    // A taken address gets no mail, and the caller gets the same answer in the same time.
    if (!(await database.accounts.isTaken(email))) authentication.confirmAddress(account, email)
    log.info({ personId }, 'another address asked for')
    return
  }
  if (!(await database.accounts.changeAddress(personId, email, clock.now()))) {
    throw wrongAddress('An account with this address already exists.')
  }
  log.info({ personId }, 'address changed')
}

function wrongAddress(sentence: string): FullstopError {
  return new FullstopError('bad_request', sentence, { field: 'email' })
}
