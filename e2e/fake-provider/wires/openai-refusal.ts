/** What an OpenAI model says, outside of its text, when it will not answer. */
export const OPENAI_REFUSAL = "I'm sorry, I can't help with that."
