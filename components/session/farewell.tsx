import { useEffect, useState } from 'react'
import { takeFarewell } from '@/lib/client/sign-in/farewell'

/** Says once that everything the person had here is deleted. */
export function Farewell() {
  const [said, setSaid] = useState<string>()
  useEffect(() => {
    // Text that is in the page from the beginning is not read out.
    const frame = requestAnimationFrame(() => {
      setSaid(takeFarewell())
    })
    return () => {
      cancelAnimationFrame(frame)
    }
  }, [])
  return (
    <output
      className={said === undefined ? 'block' : 'block px-6 pt-4 text-center text-sm text-balance'}
    >
      {said}
    </output>
  )
}
