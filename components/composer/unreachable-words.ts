import type { UnreachableProvider } from '@/lib/contract/model'
import { providerName } from './provider-name'

/** What is said of providers that cannot be reached. Pure. @param hasModels others can be asked */
export function unreachableWords(
  unreachable: readonly UnreachableProvider[],
  hasModels: boolean,
): string {
  const names = unreachable.map(({ provider, address }) => {
    return providerName(provider) + (address === undefined ? '' : ` at ${address}`)
  })
  const sentence = `${names.join(' and ')} cannot be reached`
  return hasModels ? `${sentence}.` : `${sentence}: there is no model to ask.`
}
