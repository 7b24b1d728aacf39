import { calcPrice } from '@pydantic/genai-prices'
import type { Usage } from '@/lib/contract/message'
import type { Billing } from './provider'

/** The installed version of the catalogue, and the day it was published: prices are of that day. */
export const catalogue = { version: '0.1.8', publishedOn: '2026-09-23' }

export type Cost = NonNullable<Usage['cost']>

/** What a model's answers cost. */
export type Pricing = Pick<Billing, 'stopsWithCall'> & {
  /** What so many tokens cost; undefined for a model that is free, or not in the catalogue. */
  costOf(tokens: { inputTokens: number; outputTokens: number }): Cost | undefined
}

export function pricingOf(billing: Billing, modelName: string): Pricing {
  return {
    stopsWithCall: billing.stopsWithCall,
    costOf({ inputTokens, outputTokens }) {
      if (!billing.costsMoney) return undefined
      const entry = lookUp(billing, modelName, inputTokens, outputTokens)
      if (!entry) return undefined
      return { amount: entry.total_price, currency: 'USD', pricesOf: catalogue.publishedOn }
    },
  }
}

/** The tokens that a model can take, question and answer together, where the catalogue knows. */
export function contextWindowOf(billing: Billing, modelName: string): number | undefined {
  return lookUp(billing, modelName, 0, 0)?.model.context_window
}

function lookUp({ catalogueName }: Billing, modelName: string, input: number, output: number) {
  if (catalogueName === undefined) return undefined
  const usage = { input_tokens: input, output_tokens: output }
  return calcPrice(usage, modelName, { providerId: catalogueName }) ?? undefined
}
