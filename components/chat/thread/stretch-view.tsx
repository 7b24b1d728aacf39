import { memo } from 'react'
import { Answer } from '../answer/answer'
import { UserMessage } from '../question/user-message'
import { placeOf, type Stretch } from './stretches'

/** The assumed height of a message that has not been drawn yet, in rem. */
const HEIGHT_OF_A_MESSAGE = 12

/** Some messages of a thread. `lastId` is the last message of the whole thread. */
export const StretchView = memo(function StretchView(props: {
  stretch: Stretch
  lastId: string | undefined
}) {
  const { stretch, lastId } = props
  const height = `auto ${stretch.views.length * HEIGHT_OF_A_MESSAGE}rem`
  return (
    <div className="stretch space-y-8" style={{ containIntrinsicBlockSize: height }}>
      {stretch.views.map((view) =>
        view.message.role === 'user' ? (
          <UserMessage key={placeOf(view)} message={view.message} />
        ) : (
          <Answer key={placeOf(view)} view={view} last={view.message.id === lastId} />
        ),
      )}
    </div>
  )
})
