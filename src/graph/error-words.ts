/** What people are told about a failed Graph call: what happened, what it means, what to do. */

export const trouble = 'Meta has a problem at the moment. Hallpass tries again by itself.';
export const passing = 'Meta could not do this just now, and says that it will pass. Hallpass tries again by itself.';
export const tooManyWrites = 'Meta takes no more changes this second. Hallpass tries again by itself.';
export const queued =
  'Hallpass has so many calls to Meta waiting that this one got no turn. It was not sent. Hallpass tries again by itself.';
export const busy = 'Meta asks Hallpass to slow down. It goes on by itself once the limit is over.';
export const token =
  "Meta no longer accepts this business' token. Nothing can be granted or removed until an operator puts in a new one.";
export const tokenExpired =
  "This business' token has expired. Nothing can be granted or removed until an operator puts in a new one.";
export const signature =
  'Meta rejects the signature of the calls. An operator must check that META_APP_SECRET belongs to the app of the token.';
export const appMissing =
  "The app is not installed for the token's user. An operator must install it in Business Settings and make a new token.";
export const mustLogIn =
  "Meta wants the token's user to log in on facebook.com first. An operator must do that, or put in a system user token.";
export const noRole =
  "The token's user lost the role that this takes. An operator must give the system user its role on the asset again.";
export const capability =
  "Meta does not let this app make that call. An operator must look at the app's permissions in Meta's dashboard.";
export const permission =
  "Meta refuses this for want of a permission. An operator must check the token's permissions and its system user's role.";
export const appNotAllowed =
  'Meta does not allow this app to do that, and waiting does not help. An operator must ask Meta to allow it.';
export const noAdsTask =
  'Meta says that an ads task on the Page is missing. An operator must give the system user one.';
export const pageToken =
  'Meta wants the Page itself to ask for this. An operator must give the system user full control of the Page.';
export const appInDevelopment =
  'The Meta app is in development mode and may not touch this asset. An operator must get it access from Meta.';
export const twoFactor =
  'The business asks for two-factor login, which is missing here. It has to be turned on for the person, or a system user token used.';
export const accountLimit =
  'Meta allows this business no more ad accounts. An admin of the business must settle that with Meta.';
export const gone =
  'Meta does not show this to Hallpass: it does not exist, or it is not shared with the business (any more). Check the id and the share.';
export const already = 'Meta says that this was done already, or that there is nothing to take away.';
export const blocked =
  "Meta has blocked Hallpass' user for now. Hallpass waits; an operator should look at the business' account quality page.";
export const invalid =
  'Meta refused the call as wrong, and the same call would be refused again. Check the id and the level.';
export const wrongPerson =
  'Meta does not know the person by this id in this business. Check in Business Settings that the person is still a member, then ask again.';
export const taskSet =
  'Meta refused this set of tasks for the asset. Check what the customer permits and ask for a lower level.';
export const oldVersion =
  'Meta retired the API version in use. An operator must set META_GRAPH_VERSION to a newer one.';
export const lastAdmin = 'Meta does not remove the last admin of a business. Another admin has to be made first.';
export const ownedElsewhere = 'The Page belongs to another business. It has to be asked for, not claimed.';
export const unknown =
  'Meta refused the call for a reason that Hallpass does not know. An operator finds it in the log.';

export const away = 'Meta has not answered for a while. Hallpass tries again by itself.';
export const timeout = 'Meta did not answer in time. Hallpass tries again by itself.';
export const unreachable = 'Meta could not be reached. Hallpass tries again by itself.';
export const cut = 'The connection to Meta broke. Hallpass tries again by itself.';
export const unreadable = "Meta's answer could not be read. Hallpass tries again by itself.";
export const declined = 'Meta said that it did not do it, without a reason. Hallpass tries again by itself.';
export const outcomeUnknown = 'Whether the change took effect is not known until it was read back.';

export const notAnAssetWithPeople =
  'A group of assets is read and written in a way of its own. This is a defect; tell whoever runs Hallpass.';
export const groupTasksHidden =
  'Meta does not tell what people hold on this asset group, so nothing given there could be proved. Ask for its Pages and ad accounts by number.';
export const tasksHidden =
  "Meta does not tell what people hold on this, so nothing given there could be proved. An operator must check the token's permissions and its system user's role.";
export const notLeftYet = 'Meta took it that the business leaves the asset, but still shows it. Try again in a minute.';
export const listsDiffer = "Two of Meta's lists do not agree yet. Hallpass tries again by itself.";
export const emailsHidden =
  "Meta hides the e-mail addresses of this business' people from the app, so nobody can be recognised. An operator must get the app Advanced Access to business_management.";
export const wrongBusiness =
  'The token works but does not see its business. An operator must check that id and token in hallpass.yml belong together.';
export const businessRefused =
  'The token works but may not read its business: it lacks the permission business_management, its system user has no role there, or id and token in hallpass.yml do not belong together. An operator must look at these three.';
export const endlessList = "Meta's list does not come to an end. Hallpass tries again by itself.";
