import { Caret } from '@/components/ui/caret'

/** A text as it is written, with its lines. Shown when the text is not drawn as Markdown. */
export function PlainText({ text, caret = false }: { text: string; caret?: boolean }) {
  return (
    <p className="whitespace-pre-wrap">
      {text}
      {caret && <Caret />}
    </p>
  )
}
