'use client'

import { useEffect } from 'react'
import { whenPreferencesChange } from '@/lib/client/browser/preferences'

/** Lets every page follow preferences that change in another tab, whether or not it shows them. */
export function PreferencesKeeper() {
  useEffect(() => whenPreferencesChange(() => {}), [])
  return null
}
