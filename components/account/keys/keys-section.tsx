import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useSession } from '@/components/session/session-provider'
import type { CreatedApiKey } from '@/lib/contract/account'
import { LoadingSection } from '../section/loading-section'
import { Section } from '../section/section'
import { KeyRow } from './key-row'
import { NewKeyForm } from './new-key-form'
import { ShownKey } from './shown-key'

const keysKey = ['keys'] as const

const words = { loading: 'Loading your keys', failed: 'Could not load your keys.' }

/** The keys with which programs make calls in the person's name. */
export function KeysSection() {
  const { accountApi } = useSession()
  const queryClient = useQueryClient()
  const intro = useRef<HTMLParagraphElement>(null)
  const [made, setMade] = useState<CreatedApiKey>()
  const {
    data: keys,
    isError,
    refetch,
  } = useQuery({
    queryKey: keysKey,
    queryFn: () => accountApi.listKeys(),
  })
  const readAgain = () => queryClient.invalidateQueries({ queryKey: keysKey })

  return (
    <Section title="API keys">
      <p ref={intro} tabIndex={-1}>
        An API key lets a program act on your behalf.
      </p>
      {!keys && <LoadingSection words={words} failed={isError} onRetry={() => void refetch()} />}
      {keys && keys.length > 0 && (
        <ul aria-label="API keys" className="divide-y divide-line">
          {keys.map((key) => (
            <KeyRow
              key={key.id}
              apiKey={key}
              onEnd={() => {
                if (made?.id === key.id) setMade(undefined)
                return readAgain()
              }}
              onGone={() => {
                intro.current?.focus()
              }}
            />
          ))}
        </ul>
      )}
      {made && <ShownKey key={made.id} value={made.key} />}
      <NewKeyForm
        key={`after ${made?.id}`}
        onMake={(key) => {
          setMade(key)
          void readAgain()
        }}
      />
    </Section>
  )
}
