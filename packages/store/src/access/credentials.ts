import type { CredentialDoc } from '../schema/credential.ts';
import type { Store } from '../store.ts';

/** By what the card says of itself. `uid` is lower-case hex. */
export const credentialOfCard = (
  store: Store,
  site: string,
  kind: CredentialDoc['kind'],
  uid: string,
): Promise<CredentialDoc | null> => store.models.credentials.findOne({ site, kind, uid }).lean<CredentialDoc>().exec();

/** What a user can present, the oldest first; what was taken away from them is no longer theirs. */
export const credentialsOfUser = (store: Store, site: string, user: string, limit: number): Promise<CredentialDoc[]> =>
  store.models.credentials
    .find({ site, user, retiredAt: null })
    .sort({ createdAt: 1, _id: 1 })
    .limit(limit)
    .lean<CredentialDoc[]>()
    .exec();
