import { randomBytes, webcrypto } from 'node:crypto';
import type { Certificate as X509 } from 'pkijs';
import { ipBytes } from '../ip-bytes.ts';
import { type Certificate, readCertificate } from './certificate.ts';

/** Names in one certificate: enough for a machine with many networks, little to send in each handshake. */
export const MAX_NAMES = 100;

/** Some systems refuse a certificate that is valid for more than 398 days, whoever vouches for it. */
const VALID_DAYS = 397;

/** It begins before it is made: clocks of other machines may be behind. */
const HOURS_BEFORE = 1;

const MS_PER_HOUR = 3_600_000;

/** Bytes of a serial number; browsers refuse two certificates of one issuer with the same. */
const SERIAL_BYTES = 16;

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };

const OID = {
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
};

/** What browsers show as the holder and the issuer. */
const HOLDER = 'Open Rooms';

/** GeneralName of RFC 5280 §4.2.1.6. */
const NAME_TYPE = { dns: 2, ip: 7 } as const;

/**
 * Makes a certificate for which nobody vouches but its own new key: ECDSA on P-256, for servers only.
 *
 * @param names host names and IP addresses, the most needed first: those beyond {@link MAX_NAMES} are left out.
 * @param now milliseconds since 1970.
 */
export async function makeSelfSigned(names: readonly string[], now: number): Promise<Certificate> {
  // Loaded only when a certificate is made: once in a year.
  const { Certificate: X509 } = await import('pkijs');
  const keys = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const certificate = new X509();
  await describeHolder(certificate, now);
  await addExtensions(certificate, names.slice(0, MAX_NAMES));
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign(keys.privateKey, 'SHA-256');
  const cert = pem('CERTIFICATE', certificate.toSchema(true).toBER(false));
  const key = pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return readCertificate(cert, key);
}

async function describeHolder(certificate: X509, now: number): Promise<void> {
  const [{ Integer, Utf8String }, { AttributeTypeAndValue }] = await Promise.all([
    import('asn1js'),
    import('pkijs'),
  ]);
  const holder = () =>
    new AttributeTypeAndValue({ type: OID.commonName, value: new Utf8String({ value: HOLDER }) });
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: positive(randomBytes(SERIAL_BYTES)) });
  certificate.issuer.typesAndValues.push(holder());
  certificate.subject.typesAndValues.push(holder());
  const from = now - HOURS_BEFORE * MS_PER_HOUR;
  certificate.notBefore.value = new Date(from);
  certificate.notAfter.value = new Date(from + VALID_DAYS * 24 * MS_PER_HOUR);
}

async function addExtensions(certificate: X509, names: readonly string[]): Promise<void> {
  const [
    { BitString, OctetString },
    { BasicConstraints, Extension, ExtKeyUsage, GeneralName, GeneralNames },
  ] = await Promise.all([import('asn1js'), import('pkijs')]);
  const nameOf = (name: string) => {
    const bytes = ipBytes(name);
    if (bytes === undefined) return new GeneralName({ type: NAME_TYPE.dns, value: name });
    return new GeneralName({ type: NAME_TYPE.ip, value: new OctetString({ valueHex: bytes }) });
  };
  const extension = (extnID: string, critical: boolean, der: ArrayBuffer) =>
    new Extension({ extnID, critical, extnValue: der });
  const der = (part: { toSchema(): { toBER(sizeOnly: boolean): ArrayBuffer } }) =>
    part.toSchema().toBER(false);
  // digitalSignature is the first bit, which leaves seven unused.
  const digitalSignature = new BitString({ unusedBits: 7, valueHex: Uint8Array.of(0x80) });
  certificate.extensions = [
    extension(OID.subjectAltName, false, der(new GeneralNames({ names: names.map(nameOf) }))),
    extension(OID.basicConstraints, true, der(new BasicConstraints({ cA: false }))),
    extension(OID.keyUsage, true, digitalSignature.toBER(false)),
    extension(OID.extKeyUsage, false, der(new ExtKeyUsage({ keyPurposes: [OID.serverAuth] }))),
  ];
}

/** As a number of ASN.1: the first bit is the sign, and no byte of zeros leads. */
function positive(bytes: Uint8Array): Uint8Array {
  const [first = 0, ...rest] = bytes;
  return Uint8Array.of((first & 0x3f) | 0x40, ...rest);
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
