/**
 * How a certificate authority may be shown that a name leads here: over TLS on port 443 (RFC 8737), or over HTTP on port
 * 80 (RFC 8555 §8.3).
 */
export const PROOF_KINDS = ['tls-alpn-01', 'http-01'] as const;
export type ProofKind = (typeof PROOF_KINDS)[number];

/** PEM, both. */
export interface ProofCertificate {
  readonly cert: string;
  readonly key: string;
}

/** What is shown while a certificate is asked for: the ports look here for what to answer. */
export class Proofs {
  readonly #answers = new Map<string, string>();
  readonly #certificates = new Map<string, ProofCertificate>();

  /** Answers at `/.well-known/acme-challenge/TOKEN`, until disposed. */
  showAnswer(token: string, answer: string): Disposable {
    this.#answers.set(token, answer);
    return { [Symbol.dispose]: () => this.#answers.delete(token) };
  }

  /** Shows this certificate to whoever speaks `acme-tls/1` and asks for the name, until disposed. */
  showCertificate(name: string, certificate: ProofCertificate): Disposable {
    this.#certificates.set(name, certificate);
    return { [Symbol.dispose]: () => this.#certificates.delete(name) };
  }

  answerOf(token: string): string | undefined {
    return this.#answers.get(token);
  }

  certificateOf(name: string): ProofCertificate | undefined {
    return this.#certificates.get(name);
  }
}
