import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { problemsOf, valuesOf, type Problems } from './problems'

/**
 * A form that is checked here, then sent. Each problem is said at its field, and the first such field
 * gets the focus. `done` holds until the form is sent again.
 */
export function useForm<Name extends string>(options: {
  names: readonly Name[]
  check: (values: Record<Name, string>) => Problems<Name>
  send: (values: Record<Name, string>) => Promise<void>
}) {
  const { names, check, send } = options
  const form = useRef<HTMLFormElement>(null)
  const [problems, setProblems] = useState<Problems<Name>>({})
  const sending = useMutation({
    mutationFn: send,
    onError(error) {
      setProblems(problemsOf(error, names))
    },
  })

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problems])

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (sending.isPending) return
    const values = valuesOf(new FormData(event.currentTarget), names)
    const found = check(values)
    setProblems(found)
    sending.reset()
    if (Object.keys(found).length === 0) sending.mutate(values)
  }

  return {
    formProps: { ref: form, onSubmit, noValidate: true },
    problems,
    sending: sending.isPending,
    done: sending.isSuccess,
    /** Takes back the problems and the result of the form. */
    clear: () => {
      setProblems({})
      sending.reset()
    },
  }
}
