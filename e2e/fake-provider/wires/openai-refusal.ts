/** The words of an OpenAI model that will not answer. They are sent beside its text. */
export const OPENAI_REFUSAL = "I'm sorry, I can't help with that."
