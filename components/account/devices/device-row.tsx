import { Button } from '@/components/ui/button/button'
import { formatDate } from '@/components/ui/time/format-moment'
import type { SignedInDevice } from '@/lib/client/sign-in/signed-in'
import { deviceName } from './device-name'

/** A browser in which the person is signed in. */
export function DeviceRow(props: { device: SignedInDevice; ending: boolean; onEnd: () => void }) {
  const { device, ending, onEnd } = props
  const name = deviceName(device.userAgent)
  const signedInOn = formatDate(device.createdAt)
  return (
    <li className="flex min-h-12 items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {name}
          {device.current && <span className="font-normal text-muted"> · this device</span>}
        </p>
        <p className="text-muted">signed in on {signedInOn}</p>
      </div>
      {!device.current && (
        <Button
          aria-label={`Sign out ${name}, signed in on ${signedInOn}`}
          aria-disabled={ending}
          onClick={onEnd}
        >
          {ending ? 'Signing out' : 'Sign out'}
        </Button>
      )}
    </li>
  )
}
