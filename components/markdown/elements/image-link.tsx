import type { ComponentProps } from 'react'
import type { ExtraProps } from 'react-markdown'
import { AnswerLink } from './answer-link'

/** An image of an answer as a link: loading it would tell its server who reads the answer, and when. */
export function ImageLink({ src, alt }: ComponentProps<'img'> & ExtraProps) {
  const address = typeof src === 'string' ? src : undefined
  const name = alt === undefined || alt === '' ? (address ?? 'no address') : alt
  return <AnswerLink href={address}>Image: {name}</AnswerLink>
}
