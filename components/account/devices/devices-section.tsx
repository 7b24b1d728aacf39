import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { Button } from '@/components/ui/button/button'
import { endDevice, endOtherDevices, listDevices } from '@/lib/client/sign-in/signed-in'
import { Failure } from '../section/failure'
import { LoadingSection } from '../section/loading-section'
import { Section } from '../section/section'
import { DeviceRow } from './device-row'
import { devicesKey } from './devices-key'

const words = { loading: 'Loading your devices', failed: 'Could not load your devices.' }

/** One device by its token, or all others. */
type Ended = { token: string } | 'others'

/** The devices in which the person is signed in, and the buttons that sign them out. */
export function DevicesSection() {
  const queryClient = useQueryClient()
  const list = useRef<HTMLUListElement>(null)
  const query = useQuery({ queryKey: devicesKey, queryFn: listDevices })
  const end = useMutation({
    mutationFn: (ended: Ended) => (ended === 'others' ? endOtherDevices() : endDevice(ended.token)),
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: devicesKey })
      // The button that had the focus is gone.
      list.current?.focus()
    },
  })
  const press = (ended: Ended) => {
    if (!end.isPending) end.mutate(ended)
  }
  const ending = end.isPending ? end.variables : undefined
  const { data: devices, isError, refetch } = query

  return (
    <Section title="Where you are signed in">
      {devices ? (
        <ul ref={list} tabIndex={-1} aria-label="Devices" className="divide-y divide-line">
          {devices.map((device) => (
            <DeviceRow
              key={device.token}
              device={device}
              ending={typeof ending === 'object' && ending.token === device.token}
              onEnd={() => {
                press(device)
              }}
            />
          ))}
        </ul>
      ) : (
        <LoadingSection words={words} failed={isError} onRetry={() => void refetch()} />
      )}
      <Failure error={end.error} />
      {devices && devices.length > 1 && (
        <Button
          aria-disabled={end.isPending}
          onClick={() => {
            press('others')
          }}
        >
          {ending === 'others' ? 'Signing out' : 'Sign out everywhere else'}
        </Button>
      )}
    </Section>
  )
}
