// Made from openapi.json by openapi-typescript: node infra/make/write-openapi.ts. Do not edit.

export interface paths {
    readonly "/v1/setup": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether this server still waits for its first owner */
        readonly get: operations["getSetup"];
        readonly put?: never;
        /** Become the first owner, once, with the code that the server keeps in a file */
        readonly post: operations["postSetup"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/auth/sign-in": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Sign in with e-mail and password */
        readonly post: operations["postAuthSignIn"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/auth/step-up": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Prove the password, or a passkey, again, for what asks for it (remote unlock) */
        readonly post: operations["postAuthStepUp"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/password": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Change my password, or set the first one with a fresh sign-in; my other sessions end */
        readonly put: operations["putMePassword"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who I am, and my role at each of my sites */
        readonly get: operations["getMe"];
        readonly put?: never;
        readonly post?: never;
        /** Erase my account and what every site knows of me, for good. Needs a password proved within ten minutes */
        readonly delete: operations["deleteMe"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/permissions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What I may do at each of my sites: every action of the one table and its scope */
        readonly get: operations["getMePermissions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/auth/oidc": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where else one can sign in */
        readonly get: operations["getAuthOidc"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/auth/oidc/{issuer}/start": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** For a browser: go to the issuer and come back signed in, at the path returnTo */
        readonly get: operations["getAuthOidcStart"];
        readonly put?: never;
        /** The same for an app that holds an invitation: send the browser to `url`; who has no account here gets one */
        readonly post: operations["postAuthOidcStart"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/auth/oidc/{issuer}/callback": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where the issuer sends the browser back: the refresh token comes in the cookie. A browser gets failures as a page */
        readonly get: operations["getAuthOidcCallback"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/auth/refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A new access token, and a new refresh token for the one in the cookie (with Origin) or in the body */
        readonly post: operations["postAuthRefresh"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/auth/sign-out": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End the session of the refresh token, or else of the access token: its live streams end with it */
        readonly post: operations["postAuthSignOut"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Where I am signed in */
        readonly get: operations["getMeSessions"];
        readonly put?: never;
        readonly post?: never;
        /** Sign me out everywhere; keepCurrent=true leaves this session */
        readonly delete: operations["deleteMeSessions"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/sessions/{session}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Sign me out somewhere: tokens and live streams of that session end */
        readonly delete: operations["deleteMeSession"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/identities": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** With which accounts elsewhere I sign in */
        readonly get: operations["getMeIdentities"];
        readonly put?: never;
        /** Begin to link an account at an issuer: send the browser to `url`. Needs a fresh password */
        readonly post: operations["postMeIdentities"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/identities/{identity}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Unlink an account elsewhere; never the last way in. Needs a fresh password */
        readonly delete: operations["deleteMeIdentity"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/passkeys/options": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Begin to make a passkey: what the browser is asked with, good for five minutes. Needs a fresh sign-in */
        readonly post: operations["postMePasskeysOptions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/passkeys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** My passkeys */
        readonly get: operations["getMePasskeys"];
        readonly put?: never;
        /** Keep a passkey that the browser made; I sign in with it from now on. Needs a fresh sign-in */
        readonly post: operations["postMePasskeys"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/passkeys/{passkey}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Remove a passkey; never the last way in. Needs a fresh sign-in */
        readonly delete: operations["deleteMePasskey"];
        readonly options?: never;
        readonly head?: never;
        /** Rename a passkey */
        readonly patch: operations["patchMePasskey"];
        readonly trace?: never;
    };
    readonly "/v1/auth/passkey/options": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Begin to sign in with a passkey: what the browser is asked with, good once within five minutes */
        readonly post: operations["postAuthPasskeyOptions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/auth/passkey": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Sign in with a passkey */
        readonly post: operations["postAuthPasskey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/auth/step-up/options": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Begin to prove myself again with a passkey: the answer goes to /v1/auth/step-up */
        readonly post: operations["postAuthStepUpOptions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** My tokens, without what they are */
        readonly get: operations["getMeTokens"];
        readonly put?: never;
        /** Make a token for a script; it is shown this once. Needs a password proved within ten minutes */
        readonly post: operations["postMeTokens"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/tokens/{token}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Revoke a token: requests and live streams with it end */
        readonly delete: operations["deleteMeToken"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/me/export": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Everything that is kept about me, over all sites, as one document. Needs a password proved within ten minutes */
        readonly get: operations["getMeExport"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/users/{user}/erase": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Remove a person and erase what the site knows of them, for good: face, cards, attempts, what events say */
        readonly post: operations["postSiteUserErase"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** My sites, but for those where my access is disabled, not begun or over */
        readonly get: operations["getSites"];
        readonly put?: never;
        /** Make a site; its creator becomes its owner */
        readonly post: operations["postSites"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One site */
        readonly get: operations["getSite"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Change a site: name, time zone, what it accepts */
        readonly patch: operations["patchSite"];
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/lockdown": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether there is a lockdown, since when, by whom and why */
        readonly get: operations["getSiteLockdown"];
        readonly put?: never;
        /** Begin a lockdown: nobody enters by a decision of the server. One that has begun stays as it is */
        readonly post: operations["postSiteLockdown"];
        /** End the lockdown */
        readonly delete: operations["deleteSiteLockdown"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/holidays": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The holidays of the site, by date */
        readonly get: operations["getSiteHolidays"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/holidays/{date}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Make this date a holiday, or rename it; it counts at the next decision */
        readonly put: operations["putSiteHoliday"];
        readonly post?: never;
        /** This date is no holiday any more */
        readonly delete: operations["deleteSiteHoliday"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/users": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The people of the site */
        readonly get: operations["getSiteUsers"];
        readonly put?: never;
        /** Add a person */
        readonly post: operations["postSiteUsers"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/users/{user}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One person */
        readonly get: operations["getSiteUser"];
        readonly put?: never;
        readonly post?: never;
        /** Remove a person, or leave: their grants, cards and face at this site go with them */
        readonly delete: operations["deleteSiteUser"];
        readonly options?: never;
        readonly head?: never;
        /** Change a person: role, disabled, rule, dates */
        readonly patch: operations["patchSiteUser"];
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/transfer": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Hand the site over: another person becomes its owner. Needs a password proved within five minutes */
        readonly post: operations["postSiteTransfer"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/recovery-code": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Whether there is a recovery code, and since when; never what it is */
        readonly get: operations["getSiteRecoveryCode"];
        readonly put?: never;
        /** A code to print: it is shown this once, and the one before ends. Needs a password proved within five minutes */
        readonly post: operations["postSiteRecoveryCode"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/recovery": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Become owner of a site by its printed code, once: signed in, or with name, email and password of a new account */
        readonly post: operations["postRecovery"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/groups": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The groups of the site */
        readonly get: operations["getSiteGroups"];
        readonly put?: never;
        /** Add a group */
        readonly post: operations["postSiteGroups"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/groups/{group}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One group */
        readonly get: operations["getSiteGroup"];
        readonly put?: never;
        readonly post?: never;
        /** Delete a group with its grants; it counts at the next decision */
        readonly delete: operations["deleteSiteGroup"];
        readonly options?: never;
        readonly head?: never;
        /** Rename a group */
        readonly patch: operations["patchSiteGroup"];
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/groups/{group}/members": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who is in a group */
        readonly get: operations["getSiteGroupMembers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/groups/{group}/members/{user}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        /** Put a person into a group: its grants are theirs from the next decision on */
        readonly put: operations["putSiteGroupMember"];
        readonly post?: never;
        /** Take a person out of a group; it counts at the next decision */
        readonly delete: operations["deleteSiteGroupMember"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/guests": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The guests of the site, with their grants and the entries that are left */
        readonly get: operations["getSiteGuests"];
        readonly put?: never;
        /** Let somebody in from one moment until another: the person and a grant for each latch, all or nothing */
        readonly post: operations["postSiteGuests"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/invitations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Invitations that are open */
        readonly get: operations["getSiteInvitations"];
        readonly put?: never;
        /** Invite somebody: the token, and the link with it, are shown this once */
        readonly post: operations["postSiteInvitations"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/invitations/{invitation}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One invitation */
        readonly get: operations["getSiteInvitation"];
        readonly put?: never;
        readonly post?: never;
        /** Withdraw an invitation */
        readonly delete: operations["deleteSiteInvitation"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/invitations/look-up": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** What an invitation offers, by whom and until when, to who has its token */
        readonly post: operations["postInvitationsLookUp"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/invitations/accept": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Join: with the account that is signed in, or with a new one, which is signed in then */
        readonly post: operations["postInvitationsAccept"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/latches": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The latches of the site; for members and guests those that they have a grant for */
        readonly get: operations["getSiteLatches"];
        readonly put?: never;
        /** Add a latch */
        readonly post: operations["postSiteLatches"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/latches/{latch}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One latch */
        readonly get: operations["getSiteLatch"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Change a latch */
        readonly patch: operations["patchSiteLatch"];
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/cameras": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The cameras of the site */
        readonly get: operations["getSiteCameras"];
        readonly put?: never;
        /** Add a camera */
        readonly post: operations["postSiteCameras"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/cameras/{camera}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One camera */
        readonly get: operations["getSiteCamera"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /** Rename a camera */
        readonly patch: operations["patchSiteCamera"];
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/latches/{latch}/claims": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A claim for the device of a latch: one use, one hour; an earlier open one ends */
        readonly post: operations["postSiteLatchClaims"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/cameras/{camera}/claims": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A claim for the device of a camera: one use, one hour; an earlier open one ends */
        readonly post: operations["postSiteCameraClaims"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/pairings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The pairings of the site, of a latch or of a camera */
        readonly get: operations["getSitePairings"];
        readonly put?: never;
        /** Let a camera see a latch; at most two cameras a latch */
        readonly post: operations["postSitePairings"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/pairings/{pairing}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One pairing */
        readonly get: operations["getSitePairing"];
        readonly put?: never;
        readonly post?: never;
        /** End a pairing: pictures of that camera no longer count for that latch */
        readonly delete: operations["deleteSitePairing"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/devices": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The devices of the site, or of one latch or camera, also the revoked */
        readonly get: operations["getSiteDevices"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/devices/{device}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One device */
        readonly get: operations["getSiteDevice"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/devices/{device}/release": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Release a device, for another site or another door: it is refused until a new claim takes it */
        readonly post: operations["postSiteDeviceRelease"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/devices/{device}/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Revoke a device for good: its connection falls at once, and nothing it says counts */
        readonly post: operations["postSiteDeviceRevoke"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/cards": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Issue an NTAG 424 DNA card to a user; answers with the keys to write on it */
        readonly post: operations["postSiteCards"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/credentials/{credential}/keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** The keys of an issued card again: to finish writing it, or to make it blank. It is recorded */
        readonly post: operations["postSiteCredentialKeys"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/cards/import": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Accept cards that hold keys of this site already, up to 500 at once; what is imported stays when others are refused */
        readonly post: operations["postSiteCardsImport"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/credentials": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The credentials of the site or of a user */
        readonly get: operations["getSiteCredentials"];
        readonly put?: never;
        /** Accept a bare card number (kind uid) of a user: low assurance, where the site allows it */
        readonly post: operations["postSiteCredentials"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/credentials/{credential}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One credential */
        readonly get: operations["getSiteCredential"];
        readonly put?: never;
        readonly post?: never;
        /** Take a credential from its user; its read counter is kept, so that old messages stay useless */
        readonly delete: operations["deleteSiteCredential"];
        readonly options?: never;
        readonly head?: never;
        /** Change a credential: disable it, its dates; a lost one stays lost until it is found */
        readonly patch: operations["patchSiteCredential"];
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/credentials/{credential}/end-lockout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End the lockout after too many faces that did not match */
        readonly post: operations["postSiteCredentialEndLockout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/credentials/{credential}/report-lost": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Report a card lost, by its own user too: no door accepts it from now on. Said twice it is the same */
        readonly post: operations["postSiteCredentialReportLost"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/credentials/{credential}/found": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A lost card was found and its user has it again: it opens doors again */
        readonly post: operations["postSiteCredentialFound"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/latches/{latch}/tag": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Give a door a tag for phones; answers with the keys to write on it. An earlier tag is good for nothing then */
        readonly post: operations["postSiteLatchTag"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/grants": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The grants of the site; for members and guests those that they have, themselves or by a group */
        readonly get: operations["getSiteGrants"];
        readonly put?: never;
        /** Let a user or a group open a latch */
        readonly post: operations["postSiteGrants"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/grants/{grant}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One grant */
        readonly get: operations["getSiteGrant"];
        readonly put?: never;
        readonly post?: never;
        /** Take a grant away; it counts at the next decision */
        readonly delete: operations["deleteSiteGrant"];
        readonly options?: never;
        readonly head?: never;
        /** Change a grant */
        readonly patch: operations["patchSiteGrant"];
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/latches/{latch}/access": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who can open the latch now (or at `at`): every user with a grant here, 50 a page at most, and what the decision would be */
        readonly get: operations["getSiteLatchAccess"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/latches/{latch}/access/{user}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Why somebody can open the latch or not, and when: from `at` (now) until `until` (a week later, at most) */
        readonly get: operations["getSiteLatchAcces"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/schedules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The schedules of the site */
        readonly get: operations["getSiteSchedules"];
        readonly put?: never;
        /** Add a schedule */
        readonly post: operations["postSiteSchedules"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/schedules/{schedule}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One schedule */
        readonly get: operations["getSiteSchedule"];
        /** Replace a schedule; it counts at the next decision */
        readonly put: operations["putSiteSchedule"];
        readonly post?: never;
        /** Delete a schedule that no grant uses */
        readonly delete: operations["deleteSiteSchedule"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/users/{user}/faces": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What became of each photograph */
        readonly get: operations["getSiteUserFaces"];
        readonly put?: never;
        /** Enrol 1 to 5 photographs of a person (3 to 5 in all), with their recorded consent */
        readonly post: operations["postSiteUserFaces"];
        /** Forget the face of a person: templates, verdicts and consent */
        readonly delete: operations["deleteSiteUserFaces"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/latches/{latch}/unlock": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Open a latch from afar; needs a grant with the remote right and, if the site asks, a fresh step-up */
        readonly post: operations["postSiteLatchUnlock"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/taps": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A phone read the tag of a door: verifies and spends what it says, and gives a token of 120 s with a cookie */
        readonly post: operations["postTaps"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/attempts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Begin to open the door that this browser tapped, as myself; selfies count for 20 s */
        readonly post: operations["postAttempts"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/attempts/{attempt}/frames": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A selfie for my attempt, from the session and browser that began it; at most 3 */
        readonly post: operations["postAttemptFrames"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/attempts/{attempt}/passkey/options": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** For who has no face enrolled: what the browser is asked with, in place of a selfie */
        readonly post: operations["postAttemptPasskeyOptions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/attempts/{attempt}/passkey": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** A passkey of mine in place of my face, made during the attempt */
        readonly post: operations["postAttemptPasskey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/attempts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Attempts, newest first; for members and guests their own */
        readonly get: operations["getSiteAttempts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/attempts/{attempt}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One attempt */
        readonly get: operations["getSiteAttempt"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Events by sequence: oldest first, or newest first with order=newest */
        readonly get: operations["getSiteEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/events/stream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Events as they happen (text/event-stream, with the Authorization header); Last-Event-ID resumes */
        readonly get: operations["getSiteEventsStream"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/webhooks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The webhooks of the site, without their secrets */
        readonly get: operations["getSiteWebhooks"];
        readonly put?: never;
        /** Send the events of the site, from now on, to a URL; the secret of its signatures is shown this once */
        readonly post: operations["postSiteWebhooks"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/webhooks/{webhook}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One webhook */
        readonly get: operations["getSiteWebhook"];
        readonly put?: never;
        readonly post?: never;
        /** Send no more, and forget what was sent */
        readonly delete: operations["deleteSiteWebhook"];
        readonly options?: never;
        readonly head?: never;
        /** Change a webhook; turned on again, it goes on where it stopped */
        readonly patch: operations["patchSiteWebhook"];
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/webhooks/{webhook}/rotate-secret": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Make a new secret, shown this once; for a day the one before signs too */
        readonly post: operations["postSiteWebhookRotateSecret"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/webhooks/{webhook}/deliveries": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** What was sent within 30 days and how it was answered, newest first */
        readonly get: operations["getSiteWebhookDeliveries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/webhooks/{webhook}/test": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Send a message of type webhook.test; the log says how it was answered */
        readonly post: operations["postSiteWebhookTest"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/webhooks/{webhook}/deliveries/{delivery}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Send a message again, with the same webhook-id */
        readonly post: operations["postSiteWebhookDeliveryReplay"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sites/{site}/webhooks/{webhook}/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Send again every event from this sequence on, each with the webhook-id that it had */
        readonly post: operations["postSiteWebhookReplay"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface webhooks {
    readonly event: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** An event of the site, sent to each of its webhooks that want this kind */
        readonly post: operations["eventWebhook"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @example {
         *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
         *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *       "at": "2026-06-01T08:00:00.000Z",
         *       "until": "2026-06-02T08:00:00.000Z",
         *       "assumed": [
         *         "the card, or the session, is good and used at that moment",
         *         "the second factor matches, and latch and camera are connected",
         *         "rules, schedules and grants stay as they are now"
         *       ],
         *       "ways": [
         *         {
         *           "by": "nfc",
         *           "credential": {
         *             "id": "f55799f0-6b5b-4117-8471-de6f7c40cd93",
         *             "kind": "ntag424",
         *             "label": "blue card"
         *           },
         *           "outcome": "granted",
         *           "reason": null,
         *           "sentence": "The card and the face of its owner open it.",
         *           "rule": "dual",
         *           "grant": "8e797aad-7e37-4c80-8d87-2327398f3f25",
         *           "nextChange": "2026-06-01T16:00:00.000Z",
         *           "grants": [
         *             {
         *               "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
         *               "schedule": {
         *                 "id": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
         *                 "name": "Office hours"
         *               },
         *               "remote": false,
         *               "notBefore": null,
         *               "expiresAt": null,
         *               "entriesLeft": null,
         *               "outcome": "granted",
         *               "reason": null,
         *               "sentence": "The card and the face of its owner open it."
         *             }
         *           ],
         *           "intervals": [
         *             {
         *               "from": "2026-06-01T08:00:00.000Z",
         *               "until": "2026-06-01T16:00:00.000Z",
         *               "outcome": "granted",
         *               "reason": null,
         *               "sentence": "The card and the face of its owner open it.",
         *               "rule": "dual",
         *               "grant": "8e797aad-7e37-4c80-8d87-2327398f3f25"
         *             },
         *             {
         *               "from": "2026-06-01T16:00:00.000Z",
         *               "until": "2026-06-02T08:00:00.000Z",
         *               "outcome": "denied",
         *               "reason": "out_of_schedule",
         *               "sentence": "The user has a grant for this latch, but not at this time.",
         *               "rule": null,
         *               "grant": null
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        readonly Access: {
            readonly user: string;
            readonly latch: string;
            readonly at: string;
            /** @description How far the intervals reach: earlier than asked for when schedules change very often */
            readonly until: string;
            /** @description What the answer takes for granted */
            readonly assumed: readonly string[];
            /** @description Every credential of the user, and `remote` */
            readonly ways: readonly {
                /** @enum {string} */
                readonly by: "nfc" | "phone" | "remote";
                readonly credential: {
                    readonly id: string;
                    readonly kind: string;
                    readonly label: string;
                } | null;
                /** @enum {string} */
                readonly outcome: "granted" | "denied";
                /** @description Why not; see docs/reasons.md */
                readonly reason: string | null;
                /** @description The same for people; when it opens, what opens it */
                readonly sentence: string;
                readonly rule: string | null;
                /** @description The grant that it opens by */
                readonly grant: string | null;
                /** @description When the decision changes next; null when it does not before `until` */
                readonly nextChange: string | null;
                readonly grants: readonly {
                    readonly id: string;
                    readonly schedule: {
                        readonly id: string;
                        readonly name: string;
                    } | null;
                    readonly remote: boolean;
                    readonly notBefore: string | null;
                    readonly expiresAt: string | null;
                    readonly entriesLeft: number | null;
                    /**
                     * @description What the decision would be with this grant alone
                     * @enum {string}
                     */
                    readonly outcome: "granted" | "denied";
                    /** @description Why not; see docs/reasons.md */
                    readonly reason: string | null;
                    /** @description The same for people; when it opens, what opens it */
                    readonly sentence: string;
                }[];
                readonly intervals: readonly {
                    readonly from: string;
                    readonly until: string;
                    /** @enum {string} */
                    readonly outcome: "granted" | "denied";
                    /** @description Why not; see docs/reasons.md */
                    readonly reason: string | null;
                    /** @description The same for people; when it opens, what opens it */
                    readonly sentence: string;
                    readonly rule: string | null;
                    /** @description The grant that it opens by */
                    readonly grant: string | null;
                }[];
            }[];
        };
        /**
         * @example {
         *       "id": "98964604-ad76-46d7-81b1-86dfa2ee4547",
         *       "name": "Olivia",
         *       "email": "olivia@example.org"
         *     }
         */
        readonly Account: {
            readonly id: string;
            readonly name: string;
            readonly email: string | null;
        };
        /**
         * @example {
         *       "id": "9b088a0d-5d92-45b3-8705-5f874a7dde85",
         *       "name": "Backup script",
         *       "scopes": [
         *         "read"
         *       ],
         *       "createdAt": "2026-06-01T08:00:00.000Z",
         *       "expiresAt": "2027-06-01T00:00:00.000Z",
         *       "lastUsedOn": null
         *     }
         */
        readonly ApiToken: {
            readonly id: string;
            readonly name: string;
            readonly scopes: readonly string[];
            readonly createdAt: string;
            readonly expiresAt: string;
            /** @description A day, UTC; null until it is used */
            readonly lastUsedOn: string | null;
        };
        /**
         * @example {
         *       "id": "d1f87d23-ab7d-474f-8972-34dfe316275a",
         *       "kind": "nfc",
         *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *       "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
         *       "tap": "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
         *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
         *       "credential": "4900006d-a33f-4bba-81b0-a43576e7d78c",
         *       "state": "denied",
         *       "reason": "face_no_match",
         *       "rule": "dual",
         *       "grant": "8e797aad-7e37-4c80-8d87-2327398f3f25",
         *       "receivedAt": "2026-06-01T08:00:00.000Z",
         *       "endedAt": "2026-06-01T08:00:01.150Z",
         *       "presented": {
         *         "kind": "ntag424",
         *         "proof": "verified"
         *       },
         *       "frames": [
         *         {
         *           "sequence": 0,
         *           "camera": "k5ouwgnd2t7p4q6rzj3vahsx2m",
         *           "receivedAt": "2026-06-01T08:00:00.800Z",
         *           "verdict": "no_match",
         *           "detail": null
         *         }
         *       ],
         *       "result": null
         *     }
         */
        readonly Attempt: {
            readonly id: string;
            /** @enum {string} */
            readonly kind: "nfc" | "phone" | "remote";
            readonly latch: string;
            readonly device: string;
            /** @description The tap's id, hex; of a remote unlock the request's */
            readonly tap: string;
            readonly user: string | null;
            readonly credential: string | null;
            /** @enum {string} */
            readonly state: "waiting_face" | "waiting_nonce" | "granted" | "denied" | "opened" | "failed" | "unconfirmed";
            /** @description Why it did not open; see docs/reasons.md */
            readonly reason: string | null;
            readonly rule: string | null;
            readonly grant: string | null;
            readonly receivedAt: string;
            readonly endedAt: string | null;
            readonly presented: {
                readonly kind: string;
                readonly proof: string;
            } | null;
            readonly frames: readonly {
                readonly sequence: number;
                readonly camera: string;
                readonly receivedAt: string;
                readonly verdict: string | null;
                readonly detail: string | null;
            }[];
            /** @description What the latch reported. `stages` are [what, ms] */
            readonly result: {
                readonly ok: boolean;
                readonly reason: string | null;
                readonly at: string;
                readonly stages: readonly (readonly [
                    string,
                    number
                ])[];
            } | null;
        };
        /**
         * @example {
         *       "id": "c48fad70-c890-4f71-85a6-a664ccdb41ac",
         *       "name": "Hall",
         *       "device": null,
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Camera: {
            readonly id: string;
            readonly name: string;
            readonly device: string | null;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "lines": [
         *         {
         *           "outcome": "imported",
         *           "credential": "4900006d-a33f-4bba-81b0-a43576e7d78c",
         *           "detail": null
         *         }
         *       ]
         *     }
         */
        readonly CardImport: {
            /** @description In the order of the cards. already: this person has this card */
            readonly lines: readonly {
                /** @enum {string} */
                readonly outcome: "imported" | "already" | "refused";
                readonly credential: string | null;
                readonly detail: string | null;
            }[];
        };
        /**
         * @example {
         *       "keyId": 1,
         *       "metaReadKey": "00112233445566778899aabbccddeeff",
         *       "fileReadKey": "ffeeddccbbaa99887766554433221100",
         *       "masterKey": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
         *       "spareKeys": [
         *         "102132435465768798a9bacbdcedfe0f",
         *         "213243546576879809a1b2c3d4e5f607"
         *       ],
         *       "url": "https://latch.example.org/t?k=1&p=00000000000000000000000000000000&c=0000000000000000"
         *     }
         */
        readonly CardKeys: {
            /** @description Which version of the site's keys: also the version of the card's keys */
            readonly keyId: number;
            /** @description Key 1 of the card, SDMMetaRead: the same on all cards of the site */
            readonly metaReadKey: string;
            /** @description Key 2, SDMFileRead */
            readonly fileReadKey: string;
            /** @description Key 0: it alone rewrites the card */
            readonly masterKey: string;
            /** @description Keys 3 and 4, which nothing uses */
            readonly spareKeys: readonly [
                string,
                string
            ];
            /** @description What the card's NDEF record holds; the card fills in p and c */
            readonly url: string;
        };
        /**
         * @example {
         *       "id": "d2736a18-53cb-44a2-84d1-dc6dc850b61d",
         *       "claimUri": "smartlatch://claim?u=https%3A%2F%2Fdevices.example.org&f=0b1c...&c=Qk3vW0m7R1q9u2xZ5y8tAw&k=latch",
         *       "code": "Qk3vW0m7R1q9u2xZ5y8tAw",
         *       "expiresAt": "2026-06-01T09:00:00.000Z"
         *     }
         */
        readonly Claim: {
            readonly id: string;
            /** @description What the QR code shows */
            readonly claimUri: string;
            /** @description 128 random bits, base64url: shown once */
            readonly code: string;
            readonly expiresAt: string;
        };
        /**
         * @example {
         *       "id": "4900006d-a33f-4bba-81b0-a43576e7d78c",
         *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
         *       "kind": "ntag424",
         *       "uid": "04a1b2c3d4e5f6",
         *       "label": "Alice's card",
         *       "state": "active",
         *       "notBefore": null,
         *       "expiresAt": null,
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Credential: {
            readonly id: string;
            readonly user: string;
            /** @enum {string} */
            readonly kind: "ntag424" | "uid" | "phone";
            readonly uid: string;
            readonly label: string;
            /** @enum {string} */
            readonly state: "active" | "disabled" | "lost";
            readonly notBefore: string | null;
            readonly expiresAt: string | null;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "id": "k5ouwgnd2t7p4q6rzj3vahsx2m",
         *       "kind": "latch",
         *       "unit": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *       "certificateExpiresAt": "2026-08-30T08:00:00.000Z",
         *       "revokedAt": null,
         *       "releasedAt": null,
         *       "presence": {
         *         "state": "ready",
         *         "at": "2026-06-01T08:00:00.000Z"
         *       },
         *       "info": null,
         *       "reported": null,
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Device: {
            readonly id: string;
            /** @enum {string} */
            readonly kind: "latch" | "camera";
            readonly unit: string;
            readonly certificateExpiresAt: string;
            readonly revokedAt: string | null;
            /** @description Given up: refused like a revoked one, until a new claim takes it */
            readonly releasedAt: string | null;
            /** @description What the device says of itself, as info and reported: hints, never a reason to open */
            readonly presence: {
                readonly state: string;
                readonly at: string;
            } | null;
            readonly info: {
                readonly [key: string]: unknown;
            } | null;
            readonly reported: {
                readonly [key: string]: unknown;
            } | null;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "seq": 42,
         *       "kind": "granted",
         *       "at": "2026-06-01T08:00:01.000Z",
         *       "attempt": "d1f87d23-ab7d-474f-8972-34dfe316275a",
         *       "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
         *       "body": {
         *         "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *         "user": "91da374f-e4b4-4809-82b6-052bf23c8e95"
         *       },
         *       "bodyHash": "b3f0...",
         *       "prev": "5d41...",
         *       "hash": "9c1e..."
         *     }
         */
        readonly Event: {
            readonly seq: number;
            readonly kind: string;
            readonly at: string;
            readonly attempt: string | null;
            readonly device: string | null;
            /** @description null once it was erased; the chain still verifies */
            readonly body: unknown;
            readonly bodyHash: string;
            readonly prev: string;
            readonly hash: string;
        };
        /**
         * @example {
         *       "photographs": [
         *         {
         *           "id": "4263a703-3f04-4a2a-89f5-a4a412f4d051",
         *           "accepted": true,
         *           "reason": null,
         *           "hint": null,
         *           "quality": {
         *             "lumaMean": 120
         *           }
         *         },
         *         {
         *           "id": "3c1501df-e163-40cf-8b0e-bd6573acf00c",
         *           "accepted": false,
         *           "reason": "too_dark",
         *           "hint": "It is too dark. Turn on a light or face the light.",
         *           "quality": null
         *         }
         *       ],
         *       "accepted": 1,
         *       "needed": 2,
         *       "complete": false
         *     }
         */
        readonly FaceEnrolment: {
            readonly photographs: readonly {
                readonly id: string;
                readonly accepted: boolean;
                readonly reason: string | null;
                /** @description What to tell the person; null when it was accepted */
                readonly hint: string | null;
                readonly quality: {
                    readonly [key: string]: number;
                } | null;
            }[];
            readonly accepted: number;
            /** @description How many more good photographs are needed before the face opens a door */
            readonly needed: number;
            readonly complete: boolean;
        };
        /**
         * @example {
         *       "photographs": [
         *         {
         *           "id": "4263a703-3f04-4a2a-89f5-a4a412f4d051",
         *           "state": "accepted",
         *           "reason": null,
         *           "hint": null,
         *           "quality": {
         *             "lumaMean": 120
         *           },
         *           "createdAt": "2026-06-01T08:00:00.000Z"
         *         }
         *       ],
         *       "accepted": 1,
         *       "needed": 2,
         *       "complete": false,
         *       "consentAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Faces: {
            readonly photographs: readonly {
                readonly id: string;
                /** @enum {string} */
                readonly state: "pending" | "accepted" | "refused";
                readonly reason: string | null;
                readonly hint: string | null;
                readonly quality: {
                    readonly [key: string]: number;
                } | null;
                readonly createdAt: string;
            }[];
            readonly accepted: number;
            /** @description How many more good photographs are needed before the face opens a door */
            readonly needed: number;
            readonly complete: boolean;
            readonly consentAt: string | null;
        };
        /**
         * @example {
         *       "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
         *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
         *       "group": null,
         *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *       "schedule": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
         *       "remote": false,
         *       "notBefore": null,
         *       "expiresAt": null,
         *       "entriesLeft": null,
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Grant: {
            readonly id: string;
            readonly user: string | null;
            readonly group: string | null;
            readonly latch: string;
            /** @description null: at any time */
            readonly schedule: string | null;
            /** @description Whether the user may also open this door from afar */
            readonly remote: boolean;
            readonly notBefore: string | null;
            readonly expiresAt: string | null;
            /** @description Entries that are left; null: without count. A group's grant has none */
            readonly entriesLeft: number | null;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "id": "20fe9d02-603e-4aa8-8a85-3afe696706a5",
         *       "name": "Cleaners",
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Group: {
            readonly id: string;
            readonly name: string;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "id": "91da374f-e4b4-4809-82b6-052bf23c8e95",
         *       "name": "Alice",
         *       "role": "member"
         *     }
         */
        readonly GroupMember: {
            readonly id: string;
            readonly name: string;
            /** @enum {string} */
            readonly role: "owner" | "admin" | "member" | "guest";
        };
        /**
         * @example {
         *       "id": "85659a82-eb7b-49aa-84ab-7c13cf7bb9dc",
         *       "name": "Gustav",
         *       "email": null,
         *       "from": "2026-06-01T12:00:00.000Z",
         *       "until": "2026-06-08T08:00:00.000Z",
         *       "state": "staying",
         *       "grants": [
         *         {
         *           "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
         *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *           "schedule": null,
         *           "remote": false,
         *           "entriesLeft": 17
         *         }
         *       ]
         *     }
         */
        readonly Guest: {
            readonly id: string;
            readonly name: string;
            readonly email: string | null;
            readonly from: string | null;
            readonly until: string | null;
            /** @enum {string} */
            readonly state: "upcoming" | "staying" | "left";
            readonly grants: readonly {
                readonly id: string;
                readonly latch: string;
                readonly schedule: string | null;
                readonly remote: boolean;
                readonly entriesLeft: number | null;
            }[];
        };
        /**
         * @example {
         *       "date": "2026-12-25",
         *       "name": "Christmas Day"
         *     }
         */
        readonly Holiday: {
            readonly date: string;
            readonly name: string;
        };
        /**
         * @example {
         *       "id": "4771faca-0a50-4a6d-8289-a0c1af189793",
         *       "issuer": "google",
         *       "label": "Google",
         *       "email": "olivia@example.org",
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Identity: {
            readonly id: string;
            /** @description Id of the issuer; null when it is not configured any more */
            readonly issuer: string | null;
            readonly label: string;
            readonly email: string | null;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "id": "b934c343-52d8-4b99-8b47-3ed301f1415d",
         *       "name": "Mia",
         *       "email": null,
         *       "role": "member",
         *       "grants": [
         *         {
         *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *           "schedule": null,
         *           "remote": false
         *         }
         *       ],
         *       "groups": [],
         *       "by": "98964604-ad76-46d7-81b1-86dfa2ee4547",
         *       "createdAt": "2026-06-01T08:00:00.000Z",
         *       "expiresAt": "2026-06-08T08:00:00.000Z"
         *     }
         */
        readonly Invitation: {
            readonly id: string;
            readonly name: string;
            readonly email: string | null;
            /** @enum {string} */
            readonly role: "owner" | "admin" | "member" | "guest";
            readonly grants: readonly {
                readonly latch: string;
                readonly schedule: string | null;
                readonly remote: boolean;
            }[];
            readonly groups: readonly string[];
            readonly by: string;
            readonly createdAt: string;
            readonly expiresAt: string;
        };
        /**
         * @example {
         *       "site": {
         *         "id": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
         *         "name": "Home"
         *       },
         *       "inviter": "Olivia",
         *       "name": "Mia",
         *       "email": null,
         *       "role": "member",
         *       "expiresAt": "2026-06-08T08:00:00.000Z"
         *     }
         */
        readonly InvitationInfo: {
            readonly site: {
                readonly id: string;
                readonly name: string;
            };
            /** @description The name of who invites */
            readonly inviter: string;
            /** @description Who is invited */
            readonly name: string;
            /** @description The e-mail that a new account gets; null: choose */
            readonly email: string | null;
            /** @enum {string} */
            readonly role: "owner" | "admin" | "member" | "guest";
            readonly expiresAt: string;
        };
        /**
         * @example {
         *       "id": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *       "name": "Front door",
         *       "credentialRule": "dual",
         *       "phoneTapAllowed": false,
         *       "antiPassbackS": 0,
         *       "autoRelockMs": 5000,
         *       "heldOpenMs": 30000,
         *       "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
         *       "hasTag": false,
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Latch: {
            readonly id: string;
            readonly name: string;
            /**
             * @description `dual`: card and face. `single`: the card alone
             * @enum {string}
             */
            readonly credentialRule: "dual" | "single";
            /** @description A phone may stand in for the card: low assurance */
            readonly phoneTapAllowed: boolean;
            /** @description The same card waits so long before it opens this door again; 0 is off */
            readonly antiPassbackS: number;
            readonly autoRelockMs: number;
            readonly heldOpenMs: number;
            readonly device: string | null;
            /** @description Whether a tag for phones was written for it */
            readonly hasTag: boolean;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "active": true,
         *       "since": "2026-06-01T08:00:00.000Z",
         *       "by": "98964604-ad76-46d7-81b1-86dfa2ee4547",
         *       "note": "Break-in next door"
         *     }
         */
        readonly Lockdown: {
            readonly active: boolean;
            readonly since: string | null;
            /** @description The user who began it */
            readonly by: string | null;
            readonly note: string | null;
        };
        readonly LostCard: {
            readonly credential: components["schemas"]["Credential"];
            /**
             * @description How many doors accepted it, and do not any more. Other cards of the same person still open them
             * @example 2
             */
            readonly doors: number;
        };
        /**
         * @example {
         *       "id": "b934c343-52d8-4b99-8b47-3ed301f1415d",
         *       "name": "Mia",
         *       "email": null,
         *       "role": "member",
         *       "grants": [
         *         {
         *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *           "schedule": null,
         *           "remote": false
         *         }
         *       ],
         *       "groups": [],
         *       "by": "98964604-ad76-46d7-81b1-86dfa2ee4547",
         *       "createdAt": "2026-06-01T08:00:00.000Z",
         *       "expiresAt": "2026-06-08T08:00:00.000Z",
         *       "token": "sl_inv_Yk3...",
         *       "link": "https://latch.example.org/invitations#sl_inv_Yk3..."
         *     }
         */
        readonly NewInvitation: {
            readonly id: string;
            readonly name: string;
            readonly email: string | null;
            /** @enum {string} */
            readonly role: "owner" | "admin" | "member" | "guest";
            readonly grants: readonly {
                readonly latch: string;
                readonly schedule: string | null;
                readonly remote: boolean;
            }[];
            readonly groups: readonly string[];
            readonly by: string;
            readonly createdAt: string;
            readonly expiresAt: string;
            readonly token: string;
            readonly link: string;
        };
        /**
         * @example {
         *       "attempt": "d1f87d23-ab7d-474f-8972-34dfe316275a",
         *       "state": "waiting_face",
         *       "reason": null,
         *       "receiveBy": "2026-06-01T08:00:20.000Z",
         *       "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8"
         *     }
         */
        readonly OpenedPhoneAttempt: {
            readonly attempt: string;
            readonly state: string;
            readonly reason: string | null;
            /** @description Until when a selfie or a passkey counts */
            readonly receiveBy: string;
            /** @description Follow it at /v1/sites/{site}/attempts/{attempt} */
            readonly site: string;
        };
        /**
         * @example {
         *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
         *       "name": "Alice",
         *       "by": "nfc",
         *       "credential": "f55799f0-6b5b-4117-8471-de6f7c40cd93",
         *       "outcome": "granted",
         *       "reason": null,
         *       "sentence": "The card and the face of its owner open it.",
         *       "rule": "dual",
         *       "grant": "8e797aad-7e37-4c80-8d87-2327398f3f25"
         *     }
         */
        readonly Opener: {
            readonly user: string;
            readonly name: string;
            /** @enum {string} */
            readonly by: "nfc" | "phone" | "remote";
            readonly credential: string | null;
            /** @enum {string} */
            readonly outcome: "granted" | "denied";
            /** @description Why not; see docs/reasons.md */
            readonly reason: string | null;
            /** @description The same for people; when it opens, what opens it */
            readonly sentence: string;
            readonly rule: string | null;
            /** @description The grant that it opens by */
            readonly grant: string | null;
        };
        /**
         * @example {
         *       "id": "64d57d1b-398f-47f8-8696-df473ce2f8af",
         *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
         *       "camera": "c48fad70-c890-4f71-85a6-a664ccdb41ac",
         *       "epoch": 1780300800,
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Pairing: {
            readonly id: string;
            readonly latch: string;
            readonly camera: string;
            readonly epoch: number;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "id": "562450c9-6909-4047-8ef4-ccdfe96cdc20",
         *       "name": "Olivia's phone",
         *       "createdAt": "2026-06-01T08:00:00.000Z",
         *       "lastUsedAt": null
         *     }
         */
        readonly Passkey: {
            readonly id: string;
            readonly name: string;
            readonly createdAt: string;
            readonly lastUsedAt: string | null;
        };
        /**
         * @description What navigator.credentials.get() answers, as toJSON()
         * @example {
         *       "type": "public-key",
         *       "clientExtensionResults": {},
         *       "id": "mE3qkq2c8m6yTn0h1r9W5g",
         *       "rawId": "mE3qkq2c8m6yTn0h1r9W5g",
         *       "response": {
         *         "clientDataJSON": "eyJ0eXBlIjoi",
         *         "authenticatorData": "SZYN5YgOjGh0",
         *         "signature": "MEUCIQDn0",
         *         "userHandle": "b2xpdmlh"
         *       }
         *     }
         */
        readonly PasskeyAssertionInput: {
            readonly id: string;
            readonly rawId: string;
            /** @constant */
            readonly type: "public-key";
            readonly authenticatorAttachment?: string | null;
            readonly clientExtensionResults?: {
                readonly [key: string]: unknown;
            };
            readonly response: {
                readonly clientDataJSON: string;
                readonly authenticatorData: string;
                readonly signature: string;
                readonly userHandle?: string | null;
            };
        };
        /**
         * @description For navigator.credentials.create(), by PublicKeyCredential.parseCreationOptionsFromJSON()
         * @example {
         *       "challenge": "p9Zr3v0y...",
         *       "rp": {
         *         "id": "latch.example.org",
         *         "name": "Smart Latch"
         *       },
         *       "user": {
         *         "id": "b2xpdmlh",
         *         "name": "olivia@example.org",
         *         "displayName": "Olivia"
         *       },
         *       "pubKeyCredParams": [
         *         {
         *           "type": "public-key",
         *           "alg": -7
         *         }
         *       ],
         *       "timeout": 300000,
         *       "attestation": "none",
         *       "excludeCredentials": [],
         *       "authenticatorSelection": {
         *         "residentKey": "required",
         *         "requireResidentKey": true,
         *         "userVerification": "required"
         *       }
         *     }
         */
        readonly PasskeyCreationOptions: {
            readonly challenge: string;
            readonly rp: {
                readonly id: string;
                readonly name: string;
            };
            readonly user: {
                readonly id: string;
                readonly name: string;
                readonly displayName: string;
            };
            readonly pubKeyCredParams: readonly {
                /** @constant */
                readonly type: "public-key";
                readonly alg: number;
            }[];
            readonly timeout: number;
            /** @constant */
            readonly attestation: "none";
            readonly excludeCredentials: readonly {
                readonly id: string;
                /** @constant */
                readonly type: "public-key";
            }[];
            readonly authenticatorSelection: {
                /** @constant */
                readonly residentKey: "required";
                /** @constant */
                readonly requireResidentKey: true;
                /** @constant */
                readonly userVerification: "required";
            };
        };
        /**
         * @description What navigator.credentials.create() answers, as toJSON()
         * @example {
         *       "type": "public-key",
         *       "clientExtensionResults": {},
         *       "id": "mE3qkq2c8m6yTn0h1r9W5g",
         *       "rawId": "mE3qkq2c8m6yTn0h1r9W5g",
         *       "response": {
         *         "clientDataJSON": "eyJ0eXBlIjoi",
         *         "attestationObject": "o2NmbXRkbm9u",
         *         "transports": [
         *           "internal"
         *         ]
         *       }
         *     }
         */
        readonly PasskeyRegistrationInput: {
            readonly id: string;
            readonly rawId: string;
            /** @constant */
            readonly type: "public-key";
            readonly authenticatorAttachment?: string | null;
            readonly clientExtensionResults?: {
                readonly [key: string]: unknown;
            };
            readonly response: {
                readonly clientDataJSON: string;
                readonly attestationObject: string;
                readonly transports?: readonly string[];
            };
        };
        /**
         * @description For navigator.credentials.get(), by PublicKeyCredential.parseRequestOptionsFromJSON()
         * @example {
         *       "challenge": "p9Zr3v0y...",
         *       "rpId": "latch.example.org",
         *       "timeout": 300000,
         *       "userVerification": "required",
         *       "allowCredentials": []
         *     }
         */
        readonly PasskeyRequestOptions: {
            readonly challenge: string;
            readonly rpId: string;
            readonly timeout: number;
            /** @constant */
            readonly userVerification: "required";
            readonly allowCredentials: readonly {
                readonly id: string;
                /** @constant */
                readonly type: "public-key";
            }[];
        };
        /**
         * @example {
         *       "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
         *       "role": "member",
         *       "active": true,
         *       "notBefore": null,
         *       "expiresAt": null,
         *       "actions": {
         *         "site.read": "all",
         *         "latches.read": "own",
         *         "users.write": "none"
         *       },
         *       "manages": []
         *     }
         */
        readonly Permissions: {
            readonly site: string;
            /** @enum {string} */
            readonly role: "owner" | "admin" | "member" | "guest";
            /** @description false: disabled, not begun or over, and every scope is none */
            readonly active: boolean;
            readonly notBefore: string | null;
            readonly expiresAt: string | null;
            /** @description `all`: everything at the site. `own`: what is about you. `none`: refused */
            readonly actions: {
                readonly [key: string]: "all" | "own" | "none";
            };
            /** @description Whom you may add, change and disable, if `users.write` is yours */
            readonly manages: readonly ("owner" | "admin" | "member" | "guest")[];
        };
        /**
         * @example {
         *       "attempt": "d1f87d23-ab7d-474f-8972-34dfe316275a",
         *       "state": "waiting_face",
         *       "reason": null,
         *       "receiveBy": "2026-06-01T08:00:20.000Z"
         *     }
         */
        readonly PhoneAttempt: {
            readonly attempt: string;
            readonly state: string;
            readonly reason: string | null;
            /** @description Until when a selfie or a passkey counts */
            readonly receiveBy: string;
        };
        readonly Problem: {
            /** @description urn:sl:problem:{code}: it never changes */
            readonly type: string;
            readonly title: string;
            readonly status: number;
            /** @description What is wrong, and what to do */
            readonly detail?: string;
            /** @description urn:sl:request:{X-Request-Id} */
            readonly instance: string;
            readonly errors?: readonly {
                readonly in: string;
                readonly pointer: string;
                readonly detail: string;
            }[];
        };
        /**
         * @example {
         *       "exists": true,
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly RecoveryCode: {
            readonly exists: boolean;
            readonly createdAt: string | null;
        };
        /**
         * @example {
         *       "id": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
         *       "name": "Working days",
         *       "definition": {
         *         "windows": [
         *           {
         *             "days": [
         *               1,
         *               2,
         *               3,
         *               4,
         *               5
         *             ],
         *             "from": "08:00",
         *             "to": "18:00"
         *           }
         *         ],
         *         "dateRanges": [],
         *         "holidays": "as_usual",
         *         "holidayWindows": []
         *       },
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Schedule: {
            readonly id: string;
            readonly name: string;
            readonly definition: unknown;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "id": "a0d982a5-533f-4350-8ed4-dbda975587e2",
         *       "createdAt": "2026-06-01T08:00:00.000Z",
         *       "lastUsedAt": "2026-06-01T09:30:00.000Z",
         *       "expiresAt": "2026-06-08T09:30:00.000Z",
         *       "userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
         *       "current": true
         *     }
         */
        readonly Session: {
            readonly id: string;
            readonly createdAt: string;
            /** @description When its refresh token was last used, or it was opened */
            readonly lastUsedAt: string;
            /** @description Unless it is used before */
            readonly expiresAt: string;
            readonly userAgent: string | null;
            readonly current: boolean;
        };
        readonly SignedIn: {
            /** @example eyJhbGciOiJFZERTQSJ9... */
            readonly accessToken: string;
            /** @example 900 */
            readonly expiresInS: number;
            /**
             * @description With delivery `body` alone; with `cookie` it is in the cookie and nowhere else
             * @example n3Jq8t5Qd0...
             */
            readonly refreshToken?: string;
            readonly user: components["schemas"]["Account"];
        };
        /**
         * @example {
         *       "id": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
         *       "name": "Home",
         *       "timeZone": "Europe/Berlin",
         *       "lockdown": false,
         *       "acceptsUid": false,
         *       "remoteStepUpMaxAgeS": 300,
         *       "faceLevel": "default",
         *       "retention": {
         *         "eventDays": 365,
         *         "attemptDays": 90
         *       },
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Site: {
            readonly id: string;
            readonly name: string;
            readonly timeZone: string;
            /** @description Bare card numbers (kind `uid`) may open: low assurance, they can be copied */
            readonly acceptsUid: boolean;
            /** @description A remote unlock asks for a password proved within so many seconds; null asks for none */
            readonly remoteStepUpMaxAgeS: number | null;
            /** @enum {string} */
            readonly faceLevel: "default" | "strict" | "maximum";
            /** @description After so many days the bodies of events are erased (null: never), and attempts deleted */
            readonly retention: {
                readonly eventDays: number | null;
                readonly attemptDays: number;
            };
            /** @description Nobody is let in by a decision of the server; begun and ended at `lockdown` */
            readonly lockdown: boolean;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "tap": "kq3Zb0v...",
         *       "expiresInS": 120
         *     }
         */
        readonly Tap: {
            /** @description One use, with the cookie that came with it */
            readonly tap: string;
            readonly expiresInS: number;
        };
        readonly Tokens: {
            /** @example eyJhbGciOiJFZERTQSJ9... */
            readonly accessToken: string;
            /** @example 900 */
            readonly expiresInS: number;
            /**
             * @description With delivery `body` alone; with `cookie` it is in the cookie and nowhere else
             * @example n3Jq8t5Qd0...
             */
            readonly refreshToken?: string;
        };
        /**
         * @example {
         *       "id": "91da374f-e4b4-4809-82b6-052bf23c8e95",
         *       "name": "Alice",
         *       "email": null,
         *       "role": "member",
         *       "disabled": false,
         *       "canSignIn": false,
         *       "credentialRule": null,
         *       "notBefore": null,
         *       "expiresAt": null,
         *       "groups": [],
         *       "faceConsentAt": "2026-06-01T08:05:00.000Z",
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly User: {
            readonly id: string;
            readonly name: string;
            readonly email: string | null;
            /** @enum {string} */
            readonly role: "owner" | "admin" | "member" | "guest";
            readonly disabled: boolean;
            readonly canSignIn: boolean;
            /** @description Overrides the rule of every door for this person; null follows the door */
            readonly credentialRule: ("dual" | "single") | null;
            readonly notBefore: string | null;
            readonly expiresAt: string | null;
            readonly groups: readonly string[];
            readonly faceConsentAt: string | null;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd",
         *       "url": "https://example.org/hook",
         *       "description": "",
         *       "kinds": [
         *         "granted",
         *         "opened"
         *       ],
         *       "disabled": false,
         *       "disabledBecause": null,
         *       "failingSince": null,
         *       "previousSecretUntil": null,
         *       "createdAt": "2026-06-01T08:00:00.000Z"
         *     }
         */
        readonly Webhook: {
            readonly id: string;
            readonly url: string;
            readonly description: string;
            /** @description Which kinds of events are sent; null: all */
            readonly kinds: readonly string[] | null;
            readonly disabled: boolean;
            /** @description owner: turned off here; gone: it answered 410; failing: nothing was taken while a message used all its tries */
            readonly disabledBecause: ("owner" | "gone" | "failing") | null;
            /** @description Since when no message was taken; null: the last one was */
            readonly failingSince: string | null;
            /** @description Until when the secret before the last rotation signs too */
            readonly previousSecretUntil: string | null;
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd.0.42",
         *       "message": "msg_Jh3bXK0m2c7v9Qe4Tq8sYzWn1pA",
         *       "type": "event.granted",
         *       "seq": 42,
         *       "state": "delivered",
         *       "nextTryAt": null,
         *       "tries": [
         *         {
         *           "at": "2026-06-01T08:00:02.000Z",
         *           "status": 204,
         *           "error": null,
         *           "latencyMs": 87
         *         }
         *       ],
         *       "createdAt": "2026-06-01T08:00:02.000Z"
         *     }
         */
        readonly WebhookDelivery: {
            readonly id: string;
            /** @description webhook-id of the request: the same for every try and replay of one event */
            readonly message: string;
            readonly type: string;
            /** @description The event's; null: a test */
            readonly seq: number | null;
            /** @enum {string} */
            readonly state: "pending" | "delivered" | "failed";
            /** @description When it is tried next; null once it is settled */
            readonly nextTryAt: string | null;
            /** @description error: why there was no answer. What was answered beside the status is not kept */
            readonly tries: readonly {
                readonly at: string;
                readonly status: number | null;
                readonly error: string | null;
                readonly latencyMs: number;
            }[];
            readonly createdAt: string;
        };
        /**
         * @example {
         *       "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd",
         *       "url": "https://example.org/hook",
         *       "description": "",
         *       "kinds": [
         *         "granted",
         *         "opened"
         *       ],
         *       "disabled": false,
         *       "disabledBecause": null,
         *       "failingSince": null,
         *       "previousSecretUntil": null,
         *       "createdAt": "2026-06-01T08:00:00.000Z",
         *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
         *     }
         */
        readonly WebhookWithSecret: {
            readonly id: string;
            readonly url: string;
            readonly description: string;
            /** @description Which kinds of events are sent; null: all */
            readonly kinds: readonly string[] | null;
            readonly disabled: boolean;
            /** @description owner: turned off here; gone: it answered 410; failing: nothing was taken while a message used all its tries */
            readonly disabledBecause: ("owner" | "gone" | "failing") | null;
            /** @description Since when no message was taken; null: the last one was */
            readonly failingSince: string | null;
            /** @description Until when the secret before the last rotation signs too */
            readonly previousSecretUntil: string | null;
            readonly createdAt: string;
            readonly secret: string;
        };
    };
    responses: {
        /** @description The request is not valid */
        readonly bad_request: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It does not fit what is there */
        readonly conflict: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It took too long */
        readonly deadline_exceeded: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This is not allowed */
        readonly forbidden: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This is not allowed; Confirm your password first */
        readonly "forbidden-or-step_up_required": {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is not available any more */
        readonly gone: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something went wrong on the server */
        readonly internal: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is nothing here */
        readonly not_found: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was changed meanwhile */
        readonly precondition_failed: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A service that this needs is not available */
        readonly service_unavailable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is too large */
        readonly too_large: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests */
        readonly too_many_requests: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description You are not signed in */
        readonly unauthenticated: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request cannot be carried out */
        readonly unprocessable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This kind of content is not accepted */
        readonly unsupported_media_type: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getSetup: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "needsOwner": false
                     *     }
                     */
                    readonly "application/json": {
                        readonly needsOwner: boolean;
                    };
                };
            };
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSetup: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "code": "7QK4-M2XD-9TRA-C8VE-5HJN",
                 *       "name": "Olivia",
                 *       "email": "olivia@example.org",
                 *       "password": "trombone pillow harbour nine",
                 *       "delivery": "body"
                 *     }
                 */
                readonly "application/json": {
                    /** @example 7QK4-M2XD-9TRA-C8VE-5HJN */
                    readonly code: string;
                    /** @example Olivia */
                    readonly name: string;
                    /** @example olivia@example.org */
                    readonly email: string;
                    /** @example trombone pillow harbour nine */
                    readonly password: string;
                    /**
                     * @description How the session's refresh token is wanted; without one the session ends with its access token
                     * @default none
                     * @example body
                     * @enum {string}
                     */
                    readonly delivery?: "cookie" | "body" | "none";
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJFZERTQSJ9...",
                     *       "expiresInS": 900,
                     *       "refreshToken": "n3Jq8t5Qd0...",
                     *       "user": {
                     *         "id": "98964604-ad76-46d7-81b1-86dfa2ee4547",
                     *         "name": "Olivia",
                     *         "email": "olivia@example.org"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["SignedIn"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 403: components["responses"]["forbidden"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAuthSignIn: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "email": "olivia@example.org",
                 *       "password": "trombone pillow harbour nine",
                 *       "delivery": "body"
                 *     }
                 */
                readonly "application/json": {
                    /** @example olivia@example.org */
                    readonly email: string;
                    /** @example trombone pillow harbour nine */
                    readonly password: string;
                    /**
                     * @description How the session's refresh token is wanted; without one the session ends with its access token
                     * @default none
                     * @example body
                     * @enum {string}
                     */
                    readonly delivery?: "cookie" | "body" | "none";
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJFZERTQSJ9...",
                     *       "expiresInS": 900,
                     *       "refreshToken": "n3Jq8t5Qd0...",
                     *       "user": {
                     *         "id": "98964604-ad76-46d7-81b1-86dfa2ee4547",
                     *         "name": "Olivia",
                     *         "email": "olivia@example.org"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["SignedIn"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAuthStepUp: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "password": "trombone pillow harbour nine"
                 *     }
                 */
                readonly "application/json": {
                    /** @example trombone pillow harbour nine */
                    readonly password?: string;
                    readonly passkey?: components["schemas"]["PasskeyAssertionInput"];
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJFZERTQSJ9...",
                     *       "expiresInS": 900
                     *     }
                     */
                    readonly "application/json": {
                        /** @example eyJhbGciOiJFZERTQSJ9... */
                        readonly accessToken: string;
                        /** @example 900 */
                        readonly expiresInS: number;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly putMePassword: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "currentPassword": "trombone pillow harbour nine",
                 *       "newPassword": "trombone pillow harbour nine"
                 *     }
                 */
                readonly "application/json": {
                    /** @example trombone pillow harbour nine */
                    readonly currentPassword?: string;
                    /** @example trombone pillow harbour nine */
                    readonly newPassword: string;
                };
            };
        };
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getMe: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "98964604-ad76-46d7-81b1-86dfa2ee4547",
                     *         "name": "Olivia",
                     *         "email": "olivia@example.org"
                     *       },
                     *       "roles": [
                     *         {
                     *           "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *           "role": "owner"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": {
                        readonly user: components["schemas"]["Account"];
                        readonly roles: readonly {
                            readonly site: string;
                            /** @enum {string} */
                            readonly role: "owner" | "admin" | "member" | "guest";
                        }[];
                    };
                };
            };
            readonly 401: components["responses"]["unauthenticated"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteMe: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 409: components["responses"]["conflict"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getMePermissions: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *           "role": "member",
                     *           "active": true,
                     *           "notBefore": null,
                     *           "expiresAt": null,
                     *           "actions": {
                     *             "site.read": "all",
                     *             "latches.read": "own",
                     *             "users.write": "none"
                     *           },
                     *           "manages": []
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Permissions"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getAuthOidc: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "google",
                     *           "label": "Google",
                     *           "start": "/v1/auth/oidc/google/start"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly id: string;
                            readonly label: string;
                            readonly start: string;
                        }[];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getAuthOidcStart: {
        readonly parameters: {
            readonly query?: {
                /** @example /doors */
                readonly returnTo?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @example google */
                readonly issuer: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Go on there (Location) */
            readonly 302: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAuthOidcStart: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /** @example google */
                readonly issuer: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "returnTo": "/doors",
                 *       "invitation": "sl_inv_Yk3..."
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @default /
                     * @example /doors
                     */
                    readonly returnTo?: string;
                    /** @example sl_inv_Yk3... */
                    readonly invitation: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://accounts.google.com/o/oauth2/..."
                     *     }
                     */
                    readonly "application/json": {
                        /** @example https://accounts.google.com/o/oauth2/... */
                        readonly url: string;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getAuthOidcCallback: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @example google */
                readonly issuer: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Go on there (Location) */
            readonly 303: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAuthRefresh: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "refreshToken": "n3Jq8t5Qd0..."
                 *     }
                 */
                readonly "application/json": {
                    readonly refreshToken?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJFZERTQSJ9...",
                     *       "expiresInS": 900,
                     *       "refreshToken": "n3Jq8t5Qd0..."
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Tokens"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAuthSignOut: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /**
                 * @example {
                 *       "refreshToken": "n3Jq8t5Qd0..."
                 *     }
                 */
                readonly "application/json": {
                    readonly refreshToken?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getMeSessions: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "a0d982a5-533f-4350-8ed4-dbda975587e2",
                     *           "createdAt": "2026-06-01T08:00:00.000Z",
                     *           "lastUsedAt": "2026-06-01T09:30:00.000Z",
                     *           "expiresAt": "2026-06-08T09:30:00.000Z",
                     *           "userAgent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                     *           "current": true
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Session"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteMeSessions: {
        readonly parameters: {
            readonly query?: {
                readonly keepCurrent?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteMeSession: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly session: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getMeIdentities: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "4771faca-0a50-4a6d-8289-a0c1af189793",
                     *           "issuer": "google",
                     *           "label": "Google",
                     *           "email": "olivia@example.org",
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Identity"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postMeIdentities: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "issuer": "google",
                 *       "returnTo": "/doors"
                 *     }
                 */
                readonly "application/json": {
                    /** @example google */
                    readonly issuer: string;
                    /**
                     * @default /
                     * @example /doors
                     */
                    readonly returnTo?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://accounts.google.com/o/oauth2/v2/auth?client_id=..."
                     *     }
                     */
                    readonly "application/json": {
                        /** @example https://accounts.google.com/o/oauth2/v2/auth?client_id=... */
                        readonly url: string;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteMeIdentity: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly identity: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postMePasskeysOptions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge": "p9Zr3v0y...",
                     *       "rp": {
                     *         "id": "latch.example.org",
                     *         "name": "Smart Latch"
                     *       },
                     *       "user": {
                     *         "id": "b2xpdmlh",
                     *         "name": "olivia@example.org",
                     *         "displayName": "Olivia"
                     *       },
                     *       "pubKeyCredParams": [
                     *         {
                     *           "type": "public-key",
                     *           "alg": -7
                     *         }
                     *       ],
                     *       "timeout": 300000,
                     *       "attestation": "none",
                     *       "excludeCredentials": [],
                     *       "authenticatorSelection": {
                     *         "residentKey": "required",
                     *         "requireResidentKey": true,
                     *         "userVerification": "required"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PasskeyCreationOptions"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getMePasskeys: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "562450c9-6909-4047-8ef4-ccdfe96cdc20",
                     *           "name": "Olivia's phone",
                     *           "createdAt": "2026-06-01T08:00:00.000Z",
                     *           "lastUsedAt": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Passkey"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postMePasskeys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Olivia's phone",
                 *       "passkey": {
                 *         "type": "public-key",
                 *         "clientExtensionResults": {},
                 *         "id": "mE3qkq2c8m6yTn0h1r9W5g",
                 *         "rawId": "mE3qkq2c8m6yTn0h1r9W5g",
                 *         "response": {
                 *           "clientDataJSON": "eyJ0eXBlIjoi",
                 *           "attestationObject": "o2NmbXRkbm9u",
                 *           "transports": [
                 *             "internal"
                 *           ]
                 *         }
                 *       }
                 *     }
                 */
                readonly "application/json": {
                    /** @example Olivia's phone */
                    readonly name: string;
                    readonly passkey: components["schemas"]["PasskeyRegistrationInput"];
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "562450c9-6909-4047-8ef4-ccdfe96cdc20",
                     *       "name": "Olivia's phone",
                     *       "createdAt": "2026-06-01T08:00:00.000Z",
                     *       "lastUsedAt": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Passkey"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteMePasskey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly passkey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly patchMePasskey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly passkey: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Olivia's phone"
                 *     }
                 */
                readonly "application/json": {
                    /** @example Olivia's phone */
                    readonly name: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "562450c9-6909-4047-8ef4-ccdfe96cdc20",
                     *       "name": "Olivia's phone",
                     *       "createdAt": "2026-06-01T08:00:00.000Z",
                     *       "lastUsedAt": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Passkey"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAuthPasskeyOptions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge": "p9Zr3v0y...",
                     *       "rpId": "latch.example.org",
                     *       "timeout": 300000,
                     *       "userVerification": "required",
                     *       "allowCredentials": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PasskeyRequestOptions"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAuthPasskey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "passkey": {
                 *         "type": "public-key",
                 *         "clientExtensionResults": {},
                 *         "id": "mE3qkq2c8m6yTn0h1r9W5g",
                 *         "rawId": "mE3qkq2c8m6yTn0h1r9W5g",
                 *         "response": {
                 *           "clientDataJSON": "eyJ0eXBlIjoi",
                 *           "authenticatorData": "SZYN5YgOjGh0",
                 *           "signature": "MEUCIQDn0",
                 *           "userHandle": "b2xpdmlh"
                 *         }
                 *       },
                 *       "delivery": "body"
                 *     }
                 */
                readonly "application/json": {
                    readonly passkey: components["schemas"]["PasskeyAssertionInput"];
                    /**
                     * @description How the session's refresh token is wanted; without one the session ends with its access token
                     * @default none
                     * @example body
                     * @enum {string}
                     */
                    readonly delivery?: "cookie" | "body" | "none";
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accessToken": "eyJhbGciOiJFZERTQSJ9...",
                     *       "expiresInS": 900,
                     *       "refreshToken": "n3Jq8t5Qd0...",
                     *       "user": {
                     *         "id": "98964604-ad76-46d7-81b1-86dfa2ee4547",
                     *         "name": "Olivia",
                     *         "email": "olivia@example.org"
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["SignedIn"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAuthStepUpOptions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge": "p9Zr3v0y...",
                     *       "rpId": "latch.example.org",
                     *       "timeout": 300000,
                     *       "userVerification": "required",
                     *       "allowCredentials": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PasskeyRequestOptions"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getMeTokens: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "9b088a0d-5d92-45b3-8705-5f874a7dde85",
                     *           "name": "Backup script",
                     *           "scopes": [
                     *             "read"
                     *           ],
                     *           "createdAt": "2026-06-01T08:00:00.000Z",
                     *           "expiresAt": "2027-06-01T00:00:00.000Z",
                     *           "lastUsedOn": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["ApiToken"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postMeTokens: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Backup script",
                 *       "scopes": [
                 *         "read"
                 *       ],
                 *       "expiresAt": "2027-06-01T00:00:00Z"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                    /** @description Actions of the table of permissions, or `read` and `write` for all that end so */
                    readonly scopes: readonly ("read" | "write" | "site.read" | "site.write" | "lockdown.read" | "lockdown.write" | "holidays.read" | "holidays.write" | "users.read" | "users.write" | "users.remove" | "groups.read" | "groups.write" | "guests.read" | "guests.write" | "invitations.read" | "invitations.write" | "latches.read" | "latches.write" | "cameras.read" | "cameras.write" | "pairings.read" | "pairings.write" | "claims.write" | "devices.read" | "devices.write" | "devices.release" | "credentials.read" | "credentials.write" | "credentials.report_lost" | "cards.issue" | "grants.read" | "grants.write" | "access.read" | "schedules.read" | "schedules.write" | "faces.read" | "faces.write" | "faces.erase" | "webhooks.read" | "webhooks.write" | "attempts.read" | "events.read")[];
                    /**
                     * Format: date-time
                     * @description Within a year
                     */
                    readonly expiresAt: string;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "9b088a0d-5d92-45b3-8705-5f874a7dde85",
                     *       "name": "Backup script",
                     *       "scopes": [
                     *         "read"
                     *       ],
                     *       "createdAt": "2026-06-01T08:00:00.000Z",
                     *       "expiresAt": "2027-06-01T00:00:00.000Z",
                     *       "lastUsedOn": null,
                     *       "token": "sl_pat_mJ0c3q..."
                     *     }
                     */
                    readonly "application/json": {
                        readonly id: string;
                        readonly name: string;
                        readonly scopes: readonly string[];
                        readonly createdAt: string;
                        readonly expiresAt: string;
                        /** @description A day, UTC; null until it is used */
                        readonly lastUsedOn: string | null;
                        readonly token: string;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteMeToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly token: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getMeExport: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exportedAt": "2026-06-01T08:00:00.000Z",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "users": [
                     *         {
                     *           "id": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *           "name": "Alice",
                     *           "email": "alice@example.org"
                     *         }
                     *       ],
                     *       "memberships": [
                     *         {
                     *           "id": "478b17e9-3324-4717-8fbc-84b1585909f1",
                     *           "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *           "role": "member"
                     *         }
                     *       ],
                     *       "events": [
                     *         {
                     *           "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *           "seq": 42,
                     *           "kind": "granted",
                     *           "body": {
                     *             "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteUserErase: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "confirm": "erase"
                 *     }
                 */
                readonly "application/json": {
                    /** @enum {string} */
                    readonly confirm: "erase";
                };
            };
        };
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSites: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *           "name": "Home",
                     *           "timeZone": "Europe/Berlin",
                     *           "lockdown": false,
                     *           "acceptsUid": false,
                     *           "remoteStepUpMaxAgeS": 300,
                     *           "faceLevel": "default",
                     *           "retention": {
                     *             "eventDays": 365,
                     *             "attemptDays": 90
                     *           },
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Site"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSites: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Home",
                 *       "timeZone": "Europe/Berlin"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                    readonly timeZone: string;
                    /**
                     * @description Further ones are put one by one at holidays/{date}
                     * @default []
                     */
                    readonly holidays?: readonly {
                        readonly date: string;
                        readonly name: string;
                    }[];
                    /**
                     * @description Bare card numbers (kind `uid`) may open: low assurance, they can be copied
                     * @default false
                     */
                    readonly acceptsUid?: boolean;
                    /**
                     * @description A remote unlock asks for a password proved within so many seconds; null asks for none
                     * @default 300
                     */
                    readonly remoteStepUpMaxAgeS?: number | null;
                    /**
                     * @default default
                     * @enum {string}
                     */
                    readonly faceLevel?: "default" | "strict" | "maximum";
                    /**
                     * @description After so many days the bodies of events are erased (null: never), and attempts deleted
                     * @default {
                     *       "eventDays": 365,
                     *       "attemptDays": 90
                     *     }
                     */
                    readonly retention?: {
                        readonly eventDays: number | null;
                        readonly attemptDays: number;
                    };
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *       "name": "Home",
                     *       "timeZone": "Europe/Berlin",
                     *       "lockdown": false,
                     *       "acceptsUid": false,
                     *       "remoteStepUpMaxAgeS": 300,
                     *       "faceLevel": "default",
                     *       "retention": {
                     *         "eventDays": 365,
                     *         "attemptDays": 90
                     *       },
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Site"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSite: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *       "name": "Home",
                     *       "timeZone": "Europe/Berlin",
                     *       "lockdown": false,
                     *       "acceptsUid": false,
                     *       "remoteStepUpMaxAgeS": 300,
                     *       "faceLevel": "default",
                     *       "retention": {
                     *         "eventDays": 365,
                     *         "attemptDays": 90
                     *       },
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Site"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly patchSite: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Our home",
                 *       "faceLevel": "strict"
                 *     }
                 */
                readonly "application/json": {
                    readonly name?: string;
                    readonly timeZone?: string;
                    /** @description Bare card numbers (kind `uid`) may open: low assurance, they can be copied */
                    readonly acceptsUid?: boolean;
                    /** @description A remote unlock asks for a password proved within so many seconds; null asks for none */
                    readonly remoteStepUpMaxAgeS?: number | null;
                    /** @enum {string} */
                    readonly faceLevel?: "default" | "strict" | "maximum";
                    /** @description After so many days the bodies of events are erased (null: never), and attempts deleted */
                    readonly retention?: {
                        readonly eventDays: number | null;
                        readonly attemptDays: number;
                    };
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *       "name": "Home",
                     *       "timeZone": "Europe/Berlin",
                     *       "lockdown": false,
                     *       "acceptsUid": false,
                     *       "remoteStepUpMaxAgeS": 300,
                     *       "faceLevel": "default",
                     *       "retention": {
                     *         "eventDays": 365,
                     *         "attemptDays": 90
                     *       },
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Site"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteLockdown: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "since": "2026-06-01T08:00:00.000Z",
                     *       "by": "98964604-ad76-46d7-81b1-86dfa2ee4547",
                     *       "note": "Break-in next door"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Lockdown"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteLockdown: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /**
                 * @example {
                 *       "note": "Break-in next door"
                 *     }
                 */
                readonly "application/json": {
                    readonly note?: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "since": "2026-06-01T08:00:00.000Z",
                     *       "by": "98964604-ad76-46d7-81b1-86dfa2ee4547",
                     *       "note": "Break-in next door"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Lockdown"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteLockdown: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteHolidays: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "date": "2026-12-25",
                     *           "name": "Christmas Day"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Holiday"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly putSiteHoliday: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly site: string;
                readonly date: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Christmas Day"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "date": "2026-12-25",
                     *       "name": "Christmas Day"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Holiday"];
                };
            };
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "date": "2026-12-25",
                     *       "name": "Christmas Day"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Holiday"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteHoliday: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly site: string;
                readonly date: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteUsers: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
                readonly role?: "owner" | "admin" | "member" | "guest";
                readonly disabled?: "true" | "false";
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *           "name": "Alice",
                     *           "email": null,
                     *           "role": "member",
                     *           "disabled": false,
                     *           "canSignIn": false,
                     *           "credentialRule": null,
                     *           "notBefore": null,
                     *           "expiresAt": null,
                     *           "groups": [],
                     *           "faceConsentAt": "2026-06-01T08:05:00.000Z",
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["User"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteUsers: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Alice",
                 *       "role": "member"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                    /**
                     * @default member
                     * @enum {string}
                     */
                    readonly role?: "owner" | "admin" | "member" | "guest";
                    /** @example olivia@example.org */
                    readonly email?: string;
                    /**
                     * @description With one the person can sign in; a resident with card and face needs none
                     * @example trombone pillow harbour nine
                     */
                    readonly password?: string;
                    /**
                     * @description Overrides the rule of every door for this person; null follows the door
                     * @default null
                     */
                    readonly credentialRule?: ("dual" | "single") | null;
                    /** @default null */
                    readonly notBefore?: string | null;
                    /** @default null */
                    readonly expiresAt?: string | null;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "name": "Alice",
                     *       "email": null,
                     *       "role": "member",
                     *       "disabled": false,
                     *       "canSignIn": false,
                     *       "credentialRule": null,
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "groups": [],
                     *       "faceConsentAt": "2026-06-01T08:05:00.000Z",
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["User"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "name": "Alice",
                     *       "email": null,
                     *       "role": "member",
                     *       "disabled": false,
                     *       "canSignIn": false,
                     *       "credentialRule": null,
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "groups": [],
                     *       "faceConsentAt": "2026-06-01T08:05:00.000Z",
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["User"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly patchSiteUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "disabled": true
                 *     }
                 */
                readonly "application/json": {
                    readonly name?: string;
                    /** @enum {string} */
                    readonly role?: "owner" | "admin" | "member" | "guest";
                    readonly disabled?: boolean;
                    /** @description Overrides the rule of every door for this person; null follows the door */
                    readonly credentialRule?: ("dual" | "single") | null;
                    readonly notBefore?: string | null;
                    readonly expiresAt?: string | null;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "name": "Alice",
                     *       "email": null,
                     *       "role": "member",
                     *       "disabled": false,
                     *       "canSignIn": false,
                     *       "credentialRule": null,
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "groups": [],
                     *       "faceConsentAt": "2026-06-01T08:05:00.000Z",
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["User"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteTransfer: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                 *       "afterwards": "admin"
                 *     }
                 */
                readonly "application/json": {
                    /** Format: uuid */
                    readonly user: string;
                    /**
                     * @description What I am then
                     * @enum {string}
                     */
                    readonly afterwards: "admin" | "member" | "leave";
                };
            };
        };
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteRecoveryCode: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exists": true,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["RecoveryCode"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteRecoveryCode: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /** @example {} */
                readonly "application/json": Record<string, never>;
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "8GQ2-M4XW-7KTA-0C9E-VN3D-5HJR-S1PB",
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": {
                        readonly code: string;
                        readonly createdAt: string;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postRecovery: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "code": "8GQ2-M4XW-7KTA-0C9E-VN3D-5HJR-S1PB"
                 *     }
                 */
                readonly "application/json": {
                    readonly code: string;
                    /** @description With email and password it makes an account, for who has none */
                    readonly name?: string;
                    /** @example olivia@example.org */
                    readonly email?: string;
                    /** @example trombone pillow harbour nine */
                    readonly password?: string;
                    /**
                     * @description How the session's refresh token is wanted; without one the session ends with its access token
                     * @default none
                     * @example body
                     * @enum {string}
                     */
                    readonly delivery?: "cookie" | "body" | "none";
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *       "session": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly site: string;
                        readonly session: components["schemas"]["SignedIn"] | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteGroups: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "20fe9d02-603e-4aa8-8a85-3afe696706a5",
                     *           "name": "Cleaners",
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Group"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteGroups: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Cleaners"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "20fe9d02-603e-4aa8-8a85-3afe696706a5",
                     *       "name": "Cleaners",
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Group"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteGroup: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly group: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "20fe9d02-603e-4aa8-8a85-3afe696706a5",
                     *       "name": "Cleaners",
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Group"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteGroup: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly group: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly patchSiteGroup: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly group: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Cleaners"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "20fe9d02-603e-4aa8-8a85-3afe696706a5",
                     *       "name": "Cleaners",
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Group"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteGroupMembers: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
                readonly group: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *           "name": "Alice",
                     *           "role": "member"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["GroupMember"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly putSiteGroupMember: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly site: string;
                readonly group: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /** @example {} */
                readonly "application/json": Record<string, never>;
            };
        };
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteGroupMember: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly site: string;
                readonly group: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteGuests: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "85659a82-eb7b-49aa-84ab-7c13cf7bb9dc",
                     *           "name": "Gustav",
                     *           "email": null,
                     *           "from": "2026-06-01T12:00:00.000Z",
                     *           "until": "2026-06-08T08:00:00.000Z",
                     *           "state": "staying",
                     *           "grants": [
                     *             {
                     *               "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *               "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *               "schedule": null,
                     *               "remote": false,
                     *               "entriesLeft": 17
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Guest"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteGuests: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Gustav",
                 *       "from": "2026-06-01T14:00:00+02:00",
                 *       "until": "2026-06-08T10:00:00+02:00",
                 *       "latches": [
                 *         "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1"
                 *       ],
                 *       "entries": 20
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                    /** Format: date-time */
                    readonly from: string;
                    /**
                     * Format: date-time
                     * @description The first moment at which they are a guest no more
                     */
                    readonly until: string;
                    readonly latches: readonly string[];
                    /**
                     * @description null: at any time of the stay
                     * @default null
                     */
                    readonly schedule?: string | null;
                    /**
                     * @description How often each door opens, counted at each door by itself; null: without count
                     * @default null
                     */
                    readonly entries?: number | null;
                    /**
                     * @description Whether they may also open these doors from afar
                     * @default false
                     */
                    readonly remote?: boolean;
                    /** @example olivia@example.org */
                    readonly email?: string;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "85659a82-eb7b-49aa-84ab-7c13cf7bb9dc",
                     *       "name": "Gustav",
                     *       "email": null,
                     *       "from": "2026-06-01T12:00:00.000Z",
                     *       "until": "2026-06-08T08:00:00.000Z",
                     *       "state": "staying",
                     *       "grants": [
                     *         {
                     *           "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *           "schedule": null,
                     *           "remote": false,
                     *           "entriesLeft": 17
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Guest"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteInvitations: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "b934c343-52d8-4b99-8b47-3ed301f1415d",
                     *           "name": "Mia",
                     *           "email": null,
                     *           "role": "member",
                     *           "grants": [
                     *             {
                     *               "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *               "schedule": null,
                     *               "remote": false
                     *             }
                     *           ],
                     *           "groups": [],
                     *           "by": "98964604-ad76-46d7-81b1-86dfa2ee4547",
                     *           "createdAt": "2026-06-01T08:00:00.000Z",
                     *           "expiresAt": "2026-06-08T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Invitation"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteInvitations: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Mia",
                 *       "role": "member",
                 *       "expiresAt": "2026-06-08T08:00:00Z"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                    /**
                     * @description The e-mail that a new account gets; without it who accepts chooses
                     * @example olivia@example.org
                     */
                    readonly email?: string;
                    /** @enum {string} */
                    readonly role: "owner" | "admin" | "member" | "guest";
                    /**
                     * Format: date-time
                     * @description Within 30 days
                     */
                    readonly expiresAt: string;
                    /**
                     * @description What they may open once they have accepted
                     * @default []
                     */
                    readonly grants?: readonly {
                        /** Format: uuid */
                        readonly latch: string;
                        /** @default null */
                        readonly schedule?: string | null;
                        /** @default false */
                        readonly remote?: boolean;
                    }[];
                    /** @default [] */
                    readonly groups?: readonly string[];
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "b934c343-52d8-4b99-8b47-3ed301f1415d",
                     *       "name": "Mia",
                     *       "email": null,
                     *       "role": "member",
                     *       "grants": [
                     *         {
                     *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *           "schedule": null,
                     *           "remote": false
                     *         }
                     *       ],
                     *       "groups": [],
                     *       "by": "98964604-ad76-46d7-81b1-86dfa2ee4547",
                     *       "createdAt": "2026-06-01T08:00:00.000Z",
                     *       "expiresAt": "2026-06-08T08:00:00.000Z",
                     *       "token": "sl_inv_Yk3...",
                     *       "link": "https://latch.example.org/invitations#sl_inv_Yk3..."
                     *     }
                     */
                    readonly "application/json": components["schemas"]["NewInvitation"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteInvitation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly invitation: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "b934c343-52d8-4b99-8b47-3ed301f1415d",
                     *       "name": "Mia",
                     *       "email": null,
                     *       "role": "member",
                     *       "grants": [
                     *         {
                     *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *           "schedule": null,
                     *           "remote": false
                     *         }
                     *       ],
                     *       "groups": [],
                     *       "by": "98964604-ad76-46d7-81b1-86dfa2ee4547",
                     *       "createdAt": "2026-06-01T08:00:00.000Z",
                     *       "expiresAt": "2026-06-08T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Invitation"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteInvitation: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly invitation: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postInvitationsLookUp: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "token": "sl_inv_Yk3..."
                 *     }
                 */
                readonly "application/json": {
                    /** @example sl_inv_Yk3... */
                    readonly token: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "site": {
                     *         "id": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *         "name": "Home"
                     *       },
                     *       "inviter": "Olivia",
                     *       "name": "Mia",
                     *       "email": null,
                     *       "role": "member",
                     *       "expiresAt": "2026-06-08T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["InvitationInfo"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postInvitationsAccept: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "token": "sl_inv_Yk3...",
                 *       "password": "trombone pillow harbour nine",
                 *       "email": "mia@example.org"
                 *     }
                 */
                readonly "application/json": {
                    /** @example sl_inv_Yk3... */
                    readonly token: string;
                    /**
                     * @description Of a new account; who is signed in sends none
                     * @example trombone pillow harbour nine
                     */
                    readonly password?: string;
                    /**
                     * @description Of a new account, unless the invitation names one
                     * @example olivia@example.org
                     */
                    readonly email?: string;
                    /**
                     * @description How the session's refresh token is wanted; without one the session ends with its access token
                     * @default none
                     * @example body
                     * @enum {string}
                     */
                    readonly delivery?: "cookie" | "body" | "none";
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                     *       "role": "member",
                     *       "session": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly site: string;
                        /** @enum {string} */
                        readonly role: "owner" | "admin" | "member" | "guest";
                        readonly session: components["schemas"]["SignedIn"] | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteLatches: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *           "name": "Front door",
                     *           "credentialRule": "dual",
                     *           "phoneTapAllowed": false,
                     *           "antiPassbackS": 0,
                     *           "autoRelockMs": 5000,
                     *           "heldOpenMs": 30000,
                     *           "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *           "hasTag": false,
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Latch"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteLatches: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Front door"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                    /**
                     * @description `dual`: card and face. `single`: the card alone
                     * @default dual
                     * @enum {string}
                     */
                    readonly credentialRule?: "dual" | "single";
                    /**
                     * @description A phone may stand in for the card: low assurance
                     * @default false
                     */
                    readonly phoneTapAllowed?: boolean;
                    /**
                     * @description The same card waits so long before it opens this door again; 0 is off
                     * @default 0
                     */
                    readonly antiPassbackS?: number;
                    /** @default 5000 */
                    readonly autoRelockMs?: number;
                    /** @default 30000 */
                    readonly heldOpenMs?: number;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "name": "Front door",
                     *       "credentialRule": "dual",
                     *       "phoneTapAllowed": false,
                     *       "antiPassbackS": 0,
                     *       "autoRelockMs": 5000,
                     *       "heldOpenMs": 30000,
                     *       "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *       "hasTag": false,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Latch"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteLatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly latch: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "name": "Front door",
                     *       "credentialRule": "dual",
                     *       "phoneTapAllowed": false,
                     *       "antiPassbackS": 0,
                     *       "autoRelockMs": 5000,
                     *       "heldOpenMs": 30000,
                     *       "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *       "hasTag": false,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Latch"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly patchSiteLatch: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly latch: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "autoRelockMs": 8000
                 *     }
                 */
                readonly "application/json": {
                    readonly name?: string;
                    /**
                     * @description `dual`: card and face. `single`: the card alone
                     * @enum {string}
                     */
                    readonly credentialRule?: "dual" | "single";
                    /** @description A phone may stand in for the card: low assurance */
                    readonly phoneTapAllowed?: boolean;
                    /** @description The same card waits so long before it opens this door again; 0 is off */
                    readonly antiPassbackS?: number;
                    readonly autoRelockMs?: number;
                    readonly heldOpenMs?: number;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "name": "Front door",
                     *       "credentialRule": "dual",
                     *       "phoneTapAllowed": false,
                     *       "antiPassbackS": 0,
                     *       "autoRelockMs": 5000,
                     *       "heldOpenMs": 30000,
                     *       "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *       "hasTag": false,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Latch"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteCameras: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "c48fad70-c890-4f71-85a6-a664ccdb41ac",
                     *           "name": "Hall",
                     *           "device": null,
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Camera"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteCameras: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Hall"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "c48fad70-c890-4f71-85a6-a664ccdb41ac",
                     *       "name": "Hall",
                     *       "device": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Camera"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteCamera: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly camera: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "c48fad70-c890-4f71-85a6-a664ccdb41ac",
                     *       "name": "Hall",
                     *       "device": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Camera"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly patchSiteCamera: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly camera: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Hall"
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "c48fad70-c890-4f71-85a6-a664ccdb41ac",
                     *       "name": "Hall",
                     *       "device": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Camera"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteLatchClaims: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly latch: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "d2736a18-53cb-44a2-84d1-dc6dc850b61d",
                     *       "claimUri": "smartlatch://claim?u=https%3A%2F%2Fdevices.example.org&f=0b1c...&c=Qk3vW0m7R1q9u2xZ5y8tAw&k=latch",
                     *       "code": "Qk3vW0m7R1q9u2xZ5y8tAw",
                     *       "expiresAt": "2026-06-01T09:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Claim"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteCameraClaims: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly camera: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "d2736a18-53cb-44a2-84d1-dc6dc850b61d",
                     *       "claimUri": "smartlatch://claim?u=https%3A%2F%2Fdevices.example.org&f=0b1c...&c=Qk3vW0m7R1q9u2xZ5y8tAw&k=latch",
                     *       "code": "Qk3vW0m7R1q9u2xZ5y8tAw",
                     *       "expiresAt": "2026-06-01T09:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Claim"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSitePairings: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
                readonly latch?: string;
                readonly camera?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "64d57d1b-398f-47f8-8696-df473ce2f8af",
                     *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *           "camera": "c48fad70-c890-4f71-85a6-a664ccdb41ac",
                     *           "epoch": 1780300800,
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Pairing"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSitePairings: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                 *       "camera": "c48fad70-c890-4f71-85a6-a664ccdb41ac"
                 *     }
                 */
                readonly "application/json": {
                    /** Format: uuid */
                    readonly latch: string;
                    /** Format: uuid */
                    readonly camera: string;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "64d57d1b-398f-47f8-8696-df473ce2f8af",
                     *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "camera": "c48fad70-c890-4f71-85a6-a664ccdb41ac",
                     *       "epoch": 1780300800,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Pairing"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSitePairing: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly pairing: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "64d57d1b-398f-47f8-8696-df473ce2f8af",
                     *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "camera": "c48fad70-c890-4f71-85a6-a664ccdb41ac",
                     *       "epoch": 1780300800,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Pairing"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSitePairing: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly pairing: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteDevices: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
                readonly unit?: string;
                readonly kind?: "latch" | "camera";
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *           "kind": "latch",
                     *           "unit": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *           "certificateExpiresAt": "2026-08-30T08:00:00.000Z",
                     *           "revokedAt": null,
                     *           "releasedAt": null,
                     *           "presence": {
                     *             "state": "ready",
                     *             "at": "2026-06-01T08:00:00.000Z"
                     *           },
                     *           "info": null,
                     *           "reported": null,
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Device"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteDevice: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                /** @example k5ouwgnd2t7p4q6rzj3vahsx2m */
                readonly device: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *       "kind": "latch",
                     *       "unit": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "certificateExpiresAt": "2026-08-30T08:00:00.000Z",
                     *       "revokedAt": null,
                     *       "releasedAt": null,
                     *       "presence": {
                     *         "state": "ready",
                     *         "at": "2026-06-01T08:00:00.000Z"
                     *       },
                     *       "info": null,
                     *       "reported": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Device"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteDeviceRelease: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                /** @example k5ouwgnd2t7p4q6rzj3vahsx2m */
                readonly device: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *       "kind": "latch",
                     *       "unit": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "certificateExpiresAt": "2026-08-30T08:00:00.000Z",
                     *       "revokedAt": null,
                     *       "releasedAt": null,
                     *       "presence": {
                     *         "state": "ready",
                     *         "at": "2026-06-01T08:00:00.000Z"
                     *       },
                     *       "info": null,
                     *       "reported": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Device"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteDeviceRevoke: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                /** @example k5ouwgnd2t7p4q6rzj3vahsx2m */
                readonly device: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *       "kind": "latch",
                     *       "unit": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "certificateExpiresAt": "2026-08-30T08:00:00.000Z",
                     *       "revokedAt": null,
                     *       "releasedAt": null,
                     *       "presence": {
                     *         "state": "ready",
                     *         "at": "2026-06-01T08:00:00.000Z"
                     *       },
                     *       "info": null,
                     *       "reported": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Device"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteCards: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                 *       "uid": "04a1b2c3d4e5f6",
                 *       "label": "Alice's card"
                 *     }
                 */
                readonly "application/json": {
                    /** Format: uuid */
                    readonly user: string;
                    /** @default card */
                    readonly label?: string;
                    /** @default null */
                    readonly notBefore?: string | null;
                    /** @default null */
                    readonly expiresAt?: string | null;
                    readonly uid: string;
                    /**
                     * @description disabled until the keys are on the card: PATCH it to active then
                     * @default active
                     * @enum {string}
                     */
                    readonly state?: "active" | "disabled";
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "credential": {
                     *         "id": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *         "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *         "kind": "ntag424",
                     *         "uid": "04a1b2c3d4e5f6",
                     *         "label": "Alice's card",
                     *         "state": "active",
                     *         "notBefore": null,
                     *         "expiresAt": null,
                     *         "createdAt": "2026-06-01T08:00:00.000Z"
                     *       },
                     *       "keys": {
                     *         "keyId": 1,
                     *         "metaReadKey": "00112233445566778899aabbccddeeff",
                     *         "fileReadKey": "ffeeddccbbaa99887766554433221100",
                     *         "masterKey": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                     *         "spareKeys": [
                     *           "102132435465768798a9bacbdcedfe0f",
                     *           "213243546576879809a1b2c3d4e5f607"
                     *         ],
                     *         "url": "https://latch.example.org/t?k=1&p=00000000000000000000000000000000&c=0000000000000000"
                     *       }
                     *     }
                     */
                    readonly "application/json": {
                        readonly credential: components["schemas"]["Credential"];
                        readonly keys: components["schemas"]["CardKeys"];
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteCredentialKeys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly credential: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keyId": 1,
                     *       "metaReadKey": "00112233445566778899aabbccddeeff",
                     *       "fileReadKey": "ffeeddccbbaa99887766554433221100",
                     *       "masterKey": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                     *       "spareKeys": [
                     *         "102132435465768798a9bacbdcedfe0f",
                     *         "213243546576879809a1b2c3d4e5f607"
                     *       ],
                     *       "url": "https://latch.example.org/t?k=1&p=00000000000000000000000000000000&c=0000000000000000"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["CardKeys"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteCardsImport: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "cards": [
                 *         {
                 *           "uid": "04a1b2c3d4e5f6",
                 *           "email": "alice@example.org",
                 *           "label": "blue card"
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": {
                    readonly cards: readonly {
                        readonly uid: string;
                        /** Format: uuid */
                        readonly user?: string;
                        /** @example olivia@example.org */
                        readonly email?: string;
                        /** @default card */
                        readonly label?: string;
                    }[];
                    /**
                     * @description Only say what would come of it
                     * @default false
                     */
                    readonly dryRun?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "lines": [
                     *         {
                     *           "outcome": "imported",
                     *           "credential": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *           "detail": null
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["CardImport"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteCredentials: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
                readonly user?: string;
                readonly kind?: "ntag424" | "uid" | "phone";
                readonly state?: "active" | "disabled" | "lost";
                readonly uid?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *           "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *           "kind": "ntag424",
                     *           "uid": "04a1b2c3d4e5f6",
                     *           "label": "Alice's card",
                     *           "state": "active",
                     *           "notBefore": null,
                     *           "expiresAt": null,
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Credential"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteCredentials: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                 *       "kind": "uid",
                 *       "uid": "04a1b2c3d4e5f6",
                 *       "label": "Key fob"
                 *     }
                 */
                readonly "application/json": {
                    /** Format: uuid */
                    readonly user: string;
                    /** @default card */
                    readonly label?: string;
                    /** @default null */
                    readonly notBefore?: string | null;
                    /** @default null */
                    readonly expiresAt?: string | null;
                    /** @enum {string} */
                    readonly kind: "uid";
                    readonly uid: string;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "kind": "ntag424",
                     *       "uid": "04a1b2c3d4e5f6",
                     *       "label": "Alice's card",
                     *       "state": "active",
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Credential"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteCredential: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly credential: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "kind": "ntag424",
                     *       "uid": "04a1b2c3d4e5f6",
                     *       "label": "Alice's card",
                     *       "state": "active",
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Credential"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteCredential: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly credential: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly patchSiteCredential: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly credential: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "state": "disabled"
                 *     }
                 */
                readonly "application/json": {
                    readonly label?: string;
                    /** @enum {string} */
                    readonly state?: "active" | "disabled";
                    readonly notBefore?: string | null;
                    readonly expiresAt?: string | null;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "kind": "ntag424",
                     *       "uid": "04a1b2c3d4e5f6",
                     *       "label": "Alice's card",
                     *       "state": "active",
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Credential"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteCredentialEndLockout: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly credential: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "kind": "ntag424",
                     *       "uid": "04a1b2c3d4e5f6",
                     *       "label": "Alice's card",
                     *       "state": "active",
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Credential"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteCredentialReportLost: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly credential: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "credential": {
                     *         "id": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *         "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *         "kind": "ntag424",
                     *         "uid": "04a1b2c3d4e5f6",
                     *         "label": "Alice's card",
                     *         "state": "active",
                     *         "notBefore": null,
                     *         "expiresAt": null,
                     *         "createdAt": "2026-06-01T08:00:00.000Z"
                     *       },
                     *       "doors": 2
                     *     }
                     */
                    readonly "application/json": components["schemas"]["LostCard"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteCredentialFound: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly credential: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "kind": "ntag424",
                     *       "uid": "04a1b2c3d4e5f6",
                     *       "label": "Alice's card",
                     *       "state": "active",
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Credential"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteLatchTag: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly latch: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "uid": "04a1b2c3d4e5f6"
                 *     }
                 */
                readonly "application/json": {
                    readonly uid: string;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keyId": 1,
                     *       "metaReadKey": "00112233445566778899aabbccddeeff",
                     *       "fileReadKey": "ffeeddccbbaa99887766554433221100",
                     *       "masterKey": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                     *       "spareKeys": [
                     *         "102132435465768798a9bacbdcedfe0f",
                     *         "213243546576879809a1b2c3d4e5f607"
                     *       ],
                     *       "url": "https://latch.example.org/t?k=1&p=00000000000000000000000000000000&c=0000000000000000"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["CardKeys"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteGrants: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
                readonly user?: string;
                readonly group?: string;
                readonly latch?: string;
                readonly schedule?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *           "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *           "group": null,
                     *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *           "schedule": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
                     *           "remote": false,
                     *           "notBefore": null,
                     *           "expiresAt": null,
                     *           "entriesLeft": null,
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Grant"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteGrants: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                 *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                 *       "schedule": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * Format: uuid
                     * @description Whom it lets in: this one, or a group
                     */
                    readonly user?: string;
                    /** Format: uuid */
                    readonly group?: string;
                    /** Format: uuid */
                    readonly latch: string;
                    /**
                     * @description null: at any time
                     * @default null
                     */
                    readonly schedule?: string | null;
                    /**
                     * @description Whether the user may also open this door from afar
                     * @default false
                     */
                    readonly remote?: boolean;
                    /** @default null */
                    readonly notBefore?: string | null;
                    /** @default null */
                    readonly expiresAt?: string | null;
                    /**
                     * @description Entries that are left; null: without count. A group's grant has none
                     * @default null
                     */
                    readonly entriesLeft?: number | null;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "group": null,
                     *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "schedule": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
                     *       "remote": false,
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "entriesLeft": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Grant"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteGrant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly grant: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "group": null,
                     *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "schedule": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
                     *       "remote": false,
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "entriesLeft": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Grant"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteGrant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly grant: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly patchSiteGrant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly grant: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "remote": true
                 *     }
                 */
                readonly "application/json": {
                    /** @description null: at any time */
                    readonly schedule?: string | null;
                    /** @description Whether the user may also open this door from afar */
                    readonly remote?: boolean;
                    readonly notBefore?: string | null;
                    readonly expiresAt?: string | null;
                    /** @description Entries that are left; null: without count. A group's grant has none */
                    readonly entriesLeft?: number | null;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "group": null,
                     *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "schedule": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
                     *       "remote": false,
                     *       "notBefore": null,
                     *       "expiresAt": null,
                     *       "entriesLeft": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Grant"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteLatchAccess: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
                readonly at?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
                readonly latch: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *           "name": "Alice",
                     *           "by": "nfc",
                     *           "credential": "f55799f0-6b5b-4117-8471-de6f7c40cd93",
                     *           "outcome": "granted",
                     *           "reason": null,
                     *           "sentence": "The card and the face of its owner open it.",
                     *           "rule": "dual",
                     *           "grant": "8e797aad-7e37-4c80-8d87-2327398f3f25"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Opener"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteLatchAcces: {
        readonly parameters: {
            readonly query?: {
                readonly at?: string;
                readonly until?: string;
            };
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly latch: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "at": "2026-06-01T08:00:00.000Z",
                     *       "until": "2026-06-02T08:00:00.000Z",
                     *       "assumed": [
                     *         "the card, or the session, is good and used at that moment",
                     *         "the second factor matches, and latch and camera are connected",
                     *         "rules, schedules and grants stay as they are now"
                     *       ],
                     *       "ways": [
                     *         {
                     *           "by": "nfc",
                     *           "credential": {
                     *             "id": "f55799f0-6b5b-4117-8471-de6f7c40cd93",
                     *             "kind": "ntag424",
                     *             "label": "blue card"
                     *           },
                     *           "outcome": "granted",
                     *           "reason": null,
                     *           "sentence": "The card and the face of its owner open it.",
                     *           "rule": "dual",
                     *           "grant": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *           "nextChange": "2026-06-01T16:00:00.000Z",
                     *           "grants": [
                     *             {
                     *               "id": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *               "schedule": {
                     *                 "id": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
                     *                 "name": "Office hours"
                     *               },
                     *               "remote": false,
                     *               "notBefore": null,
                     *               "expiresAt": null,
                     *               "entriesLeft": null,
                     *               "outcome": "granted",
                     *               "reason": null,
                     *               "sentence": "The card and the face of its owner open it."
                     *             }
                     *           ],
                     *           "intervals": [
                     *             {
                     *               "from": "2026-06-01T08:00:00.000Z",
                     *               "until": "2026-06-01T16:00:00.000Z",
                     *               "outcome": "granted",
                     *               "reason": null,
                     *               "sentence": "The card and the face of its owner open it.",
                     *               "rule": "dual",
                     *               "grant": "8e797aad-7e37-4c80-8d87-2327398f3f25"
                     *             },
                     *             {
                     *               "from": "2026-06-01T16:00:00.000Z",
                     *               "until": "2026-06-02T08:00:00.000Z",
                     *               "outcome": "denied",
                     *               "reason": "out_of_schedule",
                     *               "sentence": "The user has a grant for this latch, but not at this time.",
                     *               "rule": null,
                     *               "grant": null
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Access"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteSchedules: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
                     *           "name": "Working days",
                     *           "definition": {
                     *             "windows": [
                     *               {
                     *                 "days": [
                     *                   1,
                     *                   2,
                     *                   3,
                     *                   4,
                     *                   5
                     *                 ],
                     *                 "from": "08:00",
                     *                 "to": "18:00"
                     *               }
                     *             ],
                     *             "dateRanges": [],
                     *             "holidays": "as_usual",
                     *             "holidayWindows": []
                     *           },
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Schedule"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteSchedules: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Working days",
                 *       "definition": {
                 *         "windows": [
                 *           {
                 *             "days": [
                 *               1,
                 *               2,
                 *               3,
                 *               4,
                 *               5
                 *             ],
                 *             "from": "08:00",
                 *             "to": "18:00"
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                    readonly definition: {
                        readonly windows: readonly {
                            readonly days: readonly (1 | 2 | 3 | 4 | 5 | 6 | 7)[];
                            readonly from: string;
                            readonly to: string;
                        }[];
                        /** @default [] */
                        readonly dateRanges?: readonly {
                            readonly from: string | null;
                            readonly to: string | null;
                        }[];
                        /**
                         * @default as_usual
                         * @enum {string}
                         */
                        readonly holidays?: "as_usual" | "closed" | "own_windows";
                        /** @default [] */
                        readonly holidayWindows?: readonly {
                            readonly from: string;
                            readonly to: string;
                        }[];
                    };
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
                     *       "name": "Working days",
                     *       "definition": {
                     *         "windows": [
                     *           {
                     *             "days": [
                     *               1,
                     *               2,
                     *               3,
                     *               4,
                     *               5
                     *             ],
                     *             "from": "08:00",
                     *             "to": "18:00"
                     *           }
                     *         ],
                     *         "dateRanges": [],
                     *         "holidays": "as_usual",
                     *         "holidayWindows": []
                     *       },
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Schedule"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteSchedule: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly schedule: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
                     *       "name": "Working days",
                     *       "definition": {
                     *         "windows": [
                     *           {
                     *             "days": [
                     *               1,
                     *               2,
                     *               3,
                     *               4,
                     *               5
                     *             ],
                     *             "from": "08:00",
                     *             "to": "18:00"
                     *           }
                     *         ],
                     *         "dateRanges": [],
                     *         "holidays": "as_usual",
                     *         "holidayWindows": []
                     *       },
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Schedule"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly putSiteSchedule: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly schedule: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Working days",
                 *       "definition": {
                 *         "windows": [
                 *           {
                 *             "days": [
                 *               1,
                 *               2,
                 *               3,
                 *               4,
                 *               5
                 *             ],
                 *             "from": "08:00",
                 *             "to": "18:00"
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                readonly "application/json": {
                    readonly name: string;
                    readonly definition: {
                        readonly windows: readonly {
                            readonly days: readonly (1 | 2 | 3 | 4 | 5 | 6 | 7)[];
                            readonly from: string;
                            readonly to: string;
                        }[];
                        /** @default [] */
                        readonly dateRanges?: readonly {
                            readonly from: string | null;
                            readonly to: string | null;
                        }[];
                        /**
                         * @default as_usual
                         * @enum {string}
                         */
                        readonly holidays?: "as_usual" | "closed" | "own_windows";
                        /** @default [] */
                        readonly holidayWindows?: readonly {
                            readonly from: string;
                            readonly to: string;
                        }[];
                    };
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "d5d63cbe-27f1-442f-81f7-c8a5df877d4d",
                     *       "name": "Working days",
                     *       "definition": {
                     *         "windows": [
                     *           {
                     *             "days": [
                     *               1,
                     *               2,
                     *               3,
                     *               4,
                     *               5
                     *             ],
                     *             "from": "08:00",
                     *             "to": "18:00"
                     *           }
                     *         ],
                     *         "dateRanges": [],
                     *         "holidays": "as_usual",
                     *         "holidayWindows": []
                     *       },
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Schedule"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteSchedule: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly schedule: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteUserFaces: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "photographs": [
                     *         {
                     *           "id": "4263a703-3f04-4a2a-89f5-a4a412f4d051",
                     *           "state": "accepted",
                     *           "reason": null,
                     *           "hint": null,
                     *           "quality": {
                     *             "lumaMean": 120
                     *           },
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "accepted": 1,
                     *       "needed": 2,
                     *       "complete": false,
                     *       "consentAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Faces"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteUserFaces: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "photographs": [
                 *         "(the bytes of a JPEG)"
                 *       ],
                 *       "consent": "I agree that this site recognises my face at its doors."
                 *     }
                 */
                readonly "multipart/form-data": {
                    readonly photographs: readonly Blob[];
                    /** @description true, or the words that the person agreed to; needed once */
                    readonly consent?: string;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "photographs": [
                     *         {
                     *           "id": "4263a703-3f04-4a2a-89f5-a4a412f4d051",
                     *           "accepted": true,
                     *           "reason": null,
                     *           "hint": null,
                     *           "quality": {
                     *             "lumaMean": 120
                     *           }
                     *         },
                     *         {
                     *           "id": "3c1501df-e163-40cf-8b0e-bd6573acf00c",
                     *           "accepted": false,
                     *           "reason": "too_dark",
                     *           "hint": "It is too dark. Turn on a light or face the light.",
                     *           "quality": null
                     *         }
                     *       ],
                     *       "accepted": 1,
                     *       "needed": 2,
                     *       "complete": false
                     *     }
                     */
                    readonly "application/json": components["schemas"]["FaceEnrolment"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteUserFaces: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly user: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteLatchUnlock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly latch: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /** @example {} */
                readonly "application/json": Record<string, never>;
            };
        };
        readonly responses: {
            /** @description It was accepted: follow it */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempt": "d1f87d23-ab7d-474f-8972-34dfe316275a",
                     *       "state": "granted",
                     *       "reason": null
                     *     }
                     */
                    readonly "application/json": {
                        /** @description Follow it at attempts/{attempt} */
                        readonly attempt: string;
                        readonly state: string;
                        readonly reason: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden-or-step_up_required"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postTaps: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** @description The query of the URL that the tag says, as it is */
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "d": "3b7c1f5e-0a4d-4c8e-9b1a-2f6d8e7c5a90",
                 *       "k": 1,
                 *       "p": "ef963ff7828658a599f3041510671e88",
                 *       "c": "94eed9ee65337086"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * Format: uuid
                     * @description The door: d of the URL that the tag says
                     */
                    readonly d: string;
                    readonly k: number;
                    readonly p: string;
                    readonly c: string;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tap": "kq3Zb0v...",
                     *       "expiresInS": 120
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Tap"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAttempts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "tap": "kq3Zb0v..."
                 *     }
                 */
                readonly "application/json": {
                    /** @example kq3Zb0v... */
                    readonly tap: string;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempt": "d1f87d23-ab7d-474f-8972-34dfe316275a",
                     *       "state": "waiting_face",
                     *       "reason": null,
                     *       "receiveBy": "2026-06-01T08:00:20.000Z",
                     *       "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["OpenedPhoneAttempt"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 410: components["responses"]["gone"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAttemptFrames: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly attempt: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "jpeg": "/9j/4AAQSkZJRgAB"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * Format: byte
                     * @example /9j/4AAQSkZJRgAB
                     */
                    readonly jpeg: string;
                };
            };
        };
        readonly responses: {
            /** @description It was accepted: follow it */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempt": "d1f87d23-ab7d-474f-8972-34dfe316275a",
                     *       "state": "waiting_face",
                     *       "reason": null,
                     *       "receiveBy": "2026-06-01T08:00:20.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PhoneAttempt"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 410: components["responses"]["gone"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAttemptPasskeyOptions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly attempt: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "challenge": "p9Zr3v0y...",
                     *       "rpId": "latch.example.org",
                     *       "timeout": 300000,
                     *       "userVerification": "required",
                     *       "allowCredentials": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PasskeyRequestOptions"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postAttemptPasskey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly attempt: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "passkey": {
                 *         "type": "public-key",
                 *         "clientExtensionResults": {},
                 *         "id": "mE3qkq2c8m6yTn0h1r9W5g",
                 *         "rawId": "mE3qkq2c8m6yTn0h1r9W5g",
                 *         "response": {
                 *           "clientDataJSON": "eyJ0eXBlIjoi",
                 *           "authenticatorData": "SZYN5YgOjGh0",
                 *           "signature": "MEUCIQDn0",
                 *           "userHandle": "b2xpdmlh"
                 *         }
                 *       }
                 *     }
                 */
                readonly "application/json": {
                    readonly passkey: components["schemas"]["PasskeyAssertionInput"];
                };
            };
        };
        readonly responses: {
            /** @description It was accepted: follow it */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "attempt": "d1f87d23-ab7d-474f-8972-34dfe316275a",
                     *       "state": "waiting_face",
                     *       "reason": null,
                     *       "receiveBy": "2026-06-01T08:00:20.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["PhoneAttempt"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 410: components["responses"]["gone"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly 504: components["responses"]["deadline_exceeded"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteAttempts: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
                readonly since?: string;
                readonly until?: string;
                readonly latch?: string;
                readonly user?: string;
                readonly state?: "waiting_face" | "waiting_nonce" | "granted" | "denied" | "opened" | "failed" | "unconfirmed";
                readonly kind?: "nfc" | "phone" | "remote";
                readonly reason?: string;
                readonly tap?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "d1f87d23-ab7d-474f-8972-34dfe316275a",
                     *           "kind": "nfc",
                     *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *           "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *           "tap": "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
                     *           "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *           "credential": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *           "state": "denied",
                     *           "reason": "face_no_match",
                     *           "rule": "dual",
                     *           "grant": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *           "receivedAt": "2026-06-01T08:00:00.000Z",
                     *           "endedAt": "2026-06-01T08:00:01.150Z",
                     *           "presented": {
                     *             "kind": "ntag424",
                     *             "proof": "verified"
                     *           },
                     *           "frames": [
                     *             {
                     *               "sequence": 0,
                     *               "camera": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *               "receivedAt": "2026-06-01T08:00:00.800Z",
                     *               "verdict": "no_match",
                     *               "detail": null
                     *             }
                     *           ],
                     *           "result": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Attempt"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteAttempt: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly attempt: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "d1f87d23-ab7d-474f-8972-34dfe316275a",
                     *       "kind": "nfc",
                     *       "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *       "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *       "tap": "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
                     *       "user": "91da374f-e4b4-4809-82b6-052bf23c8e95",
                     *       "credential": "4900006d-a33f-4bba-81b0-a43576e7d78c",
                     *       "state": "denied",
                     *       "reason": "face_no_match",
                     *       "rule": "dual",
                     *       "grant": "8e797aad-7e37-4c80-8d87-2327398f3f25",
                     *       "receivedAt": "2026-06-01T08:00:00.000Z",
                     *       "endedAt": "2026-06-01T08:00:01.150Z",
                     *       "presented": {
                     *         "kind": "ntag424",
                     *         "proof": "verified"
                     *       },
                     *       "frames": [
                     *         {
                     *           "sequence": 0,
                     *           "camera": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *           "receivedAt": "2026-06-01T08:00:00.800Z",
                     *           "verdict": "no_match",
                     *           "detail": null
                     *         }
                     *       ],
                     *       "result": null
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Attempt"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteEvents: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
                readonly since?: string;
                readonly until?: string;
                /** @example k5ouwgnd2t7p4q6rzj3vahsx2m */
                readonly device?: string;
                readonly order?: "oldest" | "newest";
                readonly kind?: string;
                readonly attempt?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "seq": 42,
                     *           "kind": "granted",
                     *           "at": "2026-06-01T08:00:01.000Z",
                     *           "attempt": "d1f87d23-ab7d-474f-8972-34dfe316275a",
                     *           "device": "k5ouwgnd2t7p4q6rzj3vahsx2m",
                     *           "body": {
                     *             "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                     *             "user": "91da374f-e4b4-4809-82b6-052bf23c8e95"
                     *           },
                     *           "bodyHash": "b3f0...",
                     *           "prev": "5d41...",
                     *           "hash": "9c1e..."
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Event"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteEventsStream: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "last-event-id"?: number;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 42
                     *     event: event
                     *     data: {"seq":42,"kind":"granted","at":"2026-06-01T08:00:01.000Z","attempt":"d1f87d23-ab7d-474f-8972-34dfe316275a","device":"k5ouwgnd2t7p4q6rzj3vahsx2m","body":{"latch":"5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1","user":"91da374f-e4b4-4809-82b6-052bf23c8e95"},"bodyHash":"b3f0...","prev":"5d41...","hash":"9c1e..."}
                     */
                    readonly "text/event-stream": string;
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteWebhooks: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd",
                     *           "url": "https://example.org/hook",
                     *           "description": "",
                     *           "kinds": [
                     *             "granted",
                     *             "opened"
                     *           ],
                     *           "disabled": false,
                     *           "disabledBecause": null,
                     *           "failingSince": null,
                     *           "previousSecretUntil": null,
                     *           "createdAt": "2026-06-01T08:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["Webhook"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteWebhooks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "url": "https://example.org/hook",
                 *       "kinds": [
                 *         "granted",
                 *         "opened"
                 *       ]
                 *     }
                 */
                readonly "application/json": {
                    readonly url: string;
                    /** @default  */
                    readonly description?: string;
                    /**
                     * @description Which kinds of events are sent; null: all
                     * @default null
                     */
                    readonly kinds?: readonly string[] | null;
                    /** @default false */
                    readonly disabled?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description It was made */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd",
                     *       "url": "https://example.org/hook",
                     *       "description": "",
                     *       "kinds": [
                     *         "granted",
                     *         "opened"
                     *       ],
                     *       "disabled": false,
                     *       "disabledBecause": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z",
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag that you have: 304 without a body while it holds */
                readonly "if-none-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd",
                     *       "url": "https://example.org/hook",
                     *       "description": "",
                     *       "kinds": [
                     *         "granted",
                     *         "opened"
                     *       ],
                     *       "disabled": false,
                     *       "disabledBecause": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly deleteSiteWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done; there is nothing to say */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly patchSiteWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The ETag of the GET: the change is refused (412) when the resource is no longer what that answered */
                readonly "if-match"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "kinds": null
                 *     }
                 */
                readonly "application/json": {
                    readonly url?: string;
                    readonly description?: string;
                    /** @description Which kinds of events are sent; null: all */
                    readonly kinds?: readonly string[] | null;
                    readonly disabled?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    /** @description For If-Match and If-None-Match */
                    readonly ETag?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd",
                     *       "url": "https://example.org/hook",
                     *       "description": "",
                     *       "kinds": [
                     *         "granted",
                     *         "opened"
                     *       ],
                     *       "disabled": false,
                     *       "disabledBecause": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Webhook"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 412: components["responses"]["precondition_failed"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteWebhookRotateSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /** @example {} */
                readonly "application/json": Record<string, never>;
            };
        };
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd",
                     *       "url": "https://example.org/hook",
                     *       "description": "",
                     *       "kinds": [
                     *         "granted",
                     *         "opened"
                     *       ],
                     *       "disabled": false,
                     *       "disabledBecause": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null,
                     *       "createdAt": "2026-06-01T08:00:00.000Z",
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly getSiteWebhookDeliveries: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                readonly cursor?: string;
                /** @description Only these fields of each item: names, separated by commas */
                readonly fields?: string;
                readonly state?: "pending" | "delivered" | "failed";
            };
            readonly header?: never;
            readonly path: {
                readonly site: string;
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd.0.42",
                     *           "message": "msg_Jh3bXK0m2c7v9Qe4Tq8sYzWn1pA",
                     *           "type": "event.granted",
                     *           "seq": 42,
                     *           "state": "delivered",
                     *           "nextTryAt": null,
                     *           "tries": [
                     *             {
                     *               "at": "2026-06-01T08:00:02.000Z",
                     *               "status": 204,
                     *               "error": null,
                     *               "latencyMs": 87
                     *             }
                     *           ],
                     *           "createdAt": "2026-06-01T08:00:02.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly components["schemas"]["WebhookDelivery"][];
                        /**
                         * @description The `cursor` of the next page; null on the last
                         * @example null
                         */
                        readonly next: string | null;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteWebhookTest: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /** @example {} */
                readonly "application/json": Record<string, never>;
            };
        };
        readonly responses: {
            /** @description It was accepted: follow it */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd.0.42",
                     *       "message": "msg_Jh3bXK0m2c7v9Qe4Tq8sYzWn1pA",
                     *       "type": "event.granted",
                     *       "seq": 42,
                     *       "state": "delivered",
                     *       "nextTryAt": null,
                     *       "tries": [
                     *         {
                     *           "at": "2026-06-01T08:00:02.000Z",
                     *           "status": 204,
                     *           "error": null,
                     *           "latencyMs": 87
                     *         }
                     *       ],
                     *       "createdAt": "2026-06-01T08:00:02.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteWebhookDeliveryReplay: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly webhook: string;
                readonly delivery: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /** @example {} */
                readonly "application/json": Record<string, never>;
            };
        };
        readonly responses: {
            /** @description It was accepted: follow it */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "18e6733c-bad4-4f7c-88b5-db1cc76dbecd.0.42",
                     *       "message": "msg_Jh3bXK0m2c7v9Qe4Tq8sYzWn1pA",
                     *       "type": "event.granted",
                     *       "seq": 42,
                     *       "state": "delivered",
                     *       "nextTryAt": null,
                     *       "tries": [
                     *         {
                     *           "at": "2026-06-01T08:00:02.000Z",
                     *           "status": 204,
                     *           "error": null,
                     *           "latencyMs": 87
                     *         }
                     *       ],
                     *       "createdAt": "2026-06-01T08:00:02.000Z"
                     *     }
                     */
                    readonly "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly postSiteWebhookReplay: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The same key and body within 24 h: the same answer, and nothing is done twice */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly site: string;
                readonly webhook: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "fromSeq": 42
                 *     }
                 */
                readonly "application/json": {
                    readonly fromSeq: number;
                };
            };
        };
        readonly responses: {
            /** @description It was accepted: follow it */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "fromSeq": 42,
                     *       "toSeq": 57
                     *     }
                     */
                    readonly "application/json": {
                        readonly fromSeq: number;
                        readonly toSeq: number;
                    };
                };
            };
            readonly 400: components["responses"]["bad_request"];
            readonly 401: components["responses"]["unauthenticated"];
            readonly 403: components["responses"]["forbidden"];
            readonly 404: components["responses"]["not_found"];
            readonly 409: components["responses"]["conflict"];
            readonly 413: components["responses"]["too_large"];
            readonly 415: components["responses"]["unsupported_media_type"];
            readonly 422: components["responses"]["unprocessable"];
            readonly 429: components["responses"]["too_many_requests"];
            readonly 503: components["responses"]["service_unavailable"];
            readonly default: components["responses"]["internal"];
        };
    };
    readonly eventWebhook: {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                /** @description The same for each try and replay of one event: take it once */
                readonly "webhook-id": string;
                /** @description When this try left, s since 1970: refuse what is older than five minutes */
                readonly "webhook-timestamp": string;
                /** @description v1, and HMAC-SHA256 of id.timestamp.body, base64; two of them for a day after a rotation */
                readonly "webhook-signature": string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "type": "event.granted",
                 *       "timestamp": "2026-06-01T08:00:01.000Z",
                 *       "site": "31587b9a-8b05-43e2-859c-82dbb96bfde8",
                 *       "data": {
                 *         "seq": 42,
                 *         "kind": "granted",
                 *         "at": "2026-06-01T08:00:01.000Z",
                 *         "attempt": "d1f87d23-ab7d-474f-8972-34dfe316275a",
                 *         "device": null,
                 *         "body": {
                 *           "latch": "5c63ea78-e7ab-4d4c-8394-9ac600d4e7d1",
                 *           "user": "91da374f-e4b4-4809-82b6-052bf23c8e95"
                 *         },
                 *         "bodyHash": "b3f0...",
                 *         "prev": "5d41...",
                 *         "hash": "9c1e..."
                 *       }
                 *     }
                 */
                readonly "application/json": {
                    /** @description event. and the kind of the event; or webhook.test, whose data is none */
                    readonly type: string;
                    /**
                     * Format: date-time
                     * @description When it happened
                     */
                    readonly timestamp: string;
                    readonly site: string;
                    readonly data: components["schemas"]["Event"];
                };
            };
        };
        readonly responses: {
            /** @description Send nothing more: the webhook is turned off */
            readonly 410: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It was taken: it is not sent again */
            readonly "2XX": {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It was not taken: it is tried again */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
