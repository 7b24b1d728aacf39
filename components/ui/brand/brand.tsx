'use client'

import { createContext, use, type ReactNode } from 'react'
import type { Brand } from '@/lib/contract/brand'

const BrandContext = createContext<Brand | undefined>(undefined)

/** Gives the brand of this installation to everything inside. */
export function BrandProvider({ brand, children }: { brand: Brand; children: ReactNode }) {
  return <BrandContext value={brand}>{children}</BrandContext>
}

export function useBrand(): Brand {
  const brand = use(BrandContext)
  if (!brand) throw new Error('useBrand belongs inside a BrandProvider')
  return brand
}
