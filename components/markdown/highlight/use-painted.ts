import { useEffect, useRef, useState } from 'react'
import { languageNamed } from './languages'
import { unpainted, type PaintedCode } from './painted-code'
import { Painter } from './painter'

/** The part of a piece of code that has its colours by now. */
export function usePainted(code: string, languageName: string, ended: boolean): PaintedCode {
  const language = languageNamed(languageName)
  const [painted, setPainted] = useState(unpainted)
  const painter = useRef<Painter>(undefined)

  useEffect(() => {
    if (language === undefined) return undefined
    const ours = new Painter(language, setPainted)
    painter.current = ours
    return () => {
      ours.stop()
      painter.current = undefined
    }
  }, [language])

  useEffect(() => {
    painter.current?.paint(code, ended)
  }, [language, code, ended])

  return language !== undefined && code.startsWith(painted.code) ? painted : unpainted
}
