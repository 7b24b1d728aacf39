import { calcPrice } from '@pydantic/genai-prices'
import type { Usage } from '@/lib/contract/message'
import type { Provider } from './provider'

/** The installed version of the catalogue, and the day it was published: prices are of that day. */
export const catalogue = { version: '0.1.8', publishedOn: '2026-09-23' }

export type Cost = NonNullable<Usage['cost']>

/** What so many tokens cost; undefined for a model that the catalogue does not know. */
export function costOf(
  { billing }: Pick<Provider, 'billing'>,
  modelName: string,
  { inputTokens, outputTokens }: { inputTokens: number; outputTokens: number },
): Cost | undefined {
  const entry = lookUp(billing.catalogueName, modelName, inputTokens, outputTokens)
  if (!entry || !billing.costsMoney) return undefined
  return { amount: entry.total_price, currency: 'USD', pricesOf: catalogue.publishedOn }
}

/** The tokens that a model can take, question and answer together, where the catalogue knows. */
export function contextWindowOf(
  { billing }: Pick<Provider, 'billing'>,
  modelName: string,
): number | undefined {
  return lookUp(billing.catalogueName, modelName, 0, 0)?.model.context_window
}

function lookUp(vendor: string | undefined, modelName: string, input: number, output: number) {
  if (vendor === undefined) return undefined
  const usage = { input_tokens: input, output_tokens: output }
  return calcPrice(usage, modelName, { providerId: vendor }) ?? undefined
}
