import { calcPrice } from '@pydantic/genai-prices'
import type { Usage } from '@/lib/contract/message'
import type { Billing } from '@/lib/providers/call/provider'

/** The installed version of the catalogue, and the day it was published: prices are of that day. */
export const catalogue = { version: '0.1.8', publishedOn: '2026-09-23' }

export type Cost = NonNullable<Usage['cost']>

/** The tokens of a call; input that the vendor read from or wrote to its cache has its own price. */
export type UsedTokens = {
  inputTokens: number
  outputTokens: number
  cacheReadTokens?: number
  cacheWriteTokens?: number
}

/** The prices of a model's answers. */
export type Pricing = Pick<Billing, 'costsMoney' | 'stopsWithCall'> & {
  /** The cost of so many tokens; undefined for a model that is free, or not in the catalogue. */
  costOf(tokens: UsedTokens): Cost | undefined
}

export function pricingOf(billing: Billing, modelName: string): Pricing {
  return {
    costsMoney: billing.costsMoney,
    stopsWithCall: billing.stopsWithCall,
    costOf(tokens) {
      if (!billing.costsMoney) return undefined
      const entry = lookUp(billing, modelName, tokens)
      if (!entry) return undefined
      return { amount: entry.total_price, currency: 'USD', pricesOf: catalogue.publishedOn }
    },
  }
}

/** The tokens that a model can take, question and answer together, if the catalogue knows them. */
export function contextWindowOf(billing: Billing, modelName: string): number | undefined {
  return lookUp(billing, modelName, { inputTokens: 0, outputTokens: 0 })?.model.context_window
}

function lookUp({ catalogueName }: Billing, modelName: string, tokens: UsedTokens) {
  if (catalogueName === undefined) return undefined
  const { inputTokens, outputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = tokens
  const cached = cacheReadTokens + cacheWriteTokens
  const usage = {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    // The library throws on counts that do not add up.
    ...(cached <= inputTokens && {
      cache_read_tokens: cacheReadTokens,
      cache_write_tokens: cacheWriteTokens,
    }),
  }
  return calcPrice(usage, modelName, { providerId: catalogueName }) ?? undefined
}
