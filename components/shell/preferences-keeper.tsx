'use client'

import { useEffect } from 'react'
import { whenPreferencesChange } from '@/lib/client/browser/preferences'

/** Lets every page follow what is changed in another tab, whether it shows the choice or not. */
export function PreferencesKeeper() {
  useEffect(() => whenPreferencesChange(() => {}), [])
  return null
}
