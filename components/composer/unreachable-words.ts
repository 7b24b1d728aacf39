import type { UnreachableProvider } from '@/lib/contract/model'
import { listed } from '@/lib/locale/listed'
import { providerName } from '../models/provider-name'

/** The sentence about providers that cannot be reached. Pure. @param hasModels others can be asked */
export function unreachableWords(
  unreachable: readonly UnreachableProvider[],
  hasModels: boolean,
): string {
  const names = unreachable.map(({ provider, address }) => {
    const name = providerName(provider)
    return address === undefined ? name : `${name} at ${address}`
  })
  const providers = listed(names)
  return hasModels
    ? `Could not reach ${providers}.`
    : `Could not reach ${providers}, so there is no model to ask.`
}
