import { makeCertificates, type SelfMade } from '@guildhall/event-store/certificates';

const DAYS = 30;

/** An authority of its own, and a certificate with key for `localhost` and 127.0.0.1, as PEM texts; made anew by each call. */
export const certificatesForSpecs = (): SelfMade => makeCertificates(['localhost', '127.0.0.1'], new Date(), DAYS);
