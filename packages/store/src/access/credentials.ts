import type { CredentialDoc } from '../schema/credential.ts';
import type { Store } from '../store.ts';

/** By what the card says of itself. `uid` is lower-case hex. */
export const credentialOfCard = (
  store: Store,
  site: string,
  kind: CredentialDoc['kind'],
  uid: string,
): Promise<CredentialDoc | null> => store.models.credentials.findOne({ site, kind, uid }).lean<CredentialDoc>().exec();
