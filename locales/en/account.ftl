### Signing in, accounts, and proving who one is.

## Words of several pages

account-problem = There is a problem
account-passphrase = Passphrase
account-code = Code
account-code-hint = The six digits that your authenticator shows, or one of your recovery codes.
# $seconds (number)
account-wait = { $seconds ->
    [one] There were too many attempts. Wait one second, then try again.
   *[other] There were too many attempts. Wait { $seconds } seconds, then try again.
}

## Proving once more who one is

confirm-title = Confirm that it is you
confirm-why = What you want to do needs a fresh proof. It then counts for ten minutes.
confirm-sample = What you want to do needs a fresh proof, which then counts for ten minutes. In a round that shows invented replies this button is enough. Otherwise your passphrase and a code are asked for.
confirm-again = Nothing was changed. After you have confirmed, you come back to the page where you were: press its button again.
confirm-button = Confirm
confirm-wrong = The passphrase or the code is not right. A code can be used once: wait for the next one.
