import type { SpendingStore } from '@/lib/db/spending'

/** Adds tokens to what each of these payers has spent, as a server does whose first write this is. */
export async function addSpending(
  spending: Pick<SpendingStore, 'add'>,
  day: string,
  payers: readonly string[],
  tokens: number,
): Promise<void> {
  const spent = payers.map((payer) => ({ day, payer, tokens }))
  await spending.add({ serverId: crypto.randomUUID(), number: 1, spent })
}
