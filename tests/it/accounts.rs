//! Accounts: proving who one is, signing in, invitations, letters.

mod confirm;
