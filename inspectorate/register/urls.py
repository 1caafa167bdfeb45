"""Addresses of sign-in, one's own account, the administration of accounts, and organisations."""
from django.urls import path

from inspectorate.lib.pages import verb_paths

from .models import Account, Correction, Organization, Post
from .views import accounts, factors, organizations, own, signin

LINK_VERB, *ACCOUNT_VERBS = accounts.ACCOUNT_VERBS

urlpatterns = [
    path("sign-in/", signin.SignInPage.as_view(), name="sign-in"),
    path("sign-out/", signin.SignOut.as_view(), name="sign-out"),
    path("set-password/", signin.SetPasswordPage.as_view(), name="set-password"),
    path("account/", own.AccountPage.as_view(), name="account"),
    path("account/post/", own.post_switch, name="post-switch"),
    path("account/password/", own.PasswordPage.as_view(), name="password"),
    path("account/language/", own.language, name="language"),
    path("account/sessions/end/", own.session_end, name="session-end"),
    path("account/sessions/end-others/", own.sessions_end_others, name="sessions-end-others"),
    path("account/correction/", own.CorrectionPage.as_view(), name="correction-ask"),
    path("account/second-factor/", factors.VerifyPage.as_view(), name="second-factor"),
    path("account/second-factor/enrol/", factors.EnrolPage.as_view(), name="second-factor-enrol"),
    path("account/second-factor/codes/", factors.RecoveryCodesPage.as_view(), name="recovery-codes"),
    path("account/second-factor/remove/", factors.RemovePage.as_view(), name="second-factor-remove"),
    path("accounts/", accounts.AccountList.as_view(), name="user-list"),
    path("accounts/create/", accounts.CreateUserPage.as_view(), name="user-create"),
    path("accounts/<int:pk>/", accounts.AccountDetail.as_view(), name="user-detail"),
    *verb_paths(Account, [LINK_VERB], base="accounts/", page=accounts.CodePage),
    *verb_paths(Account, ACCOUNT_VERBS, base="accounts/", page=accounts.AccountVerbPage),
    path("posts/", accounts.PostList.as_view(), name="post-list"),
    path("posts/<int:pk>/", accounts.PostDetail.as_view(), name="post-detail"),
    *verb_paths(Post, accounts.POST_VERBS, base="posts/", page=accounts.PostVerbPage),
    path("corrections/", accounts.CorrectionList.as_view(), name="correction-list"),
    path("corrections/<int:pk>/", accounts.CorrectionDetail.as_view(), name="correction-detail"),
    *verb_paths(Correction, accounts.CORRECTION_VERBS, base="corrections/"),
    path("organizations/", organizations.OrganizationList.as_view(), name="organization-list"),
    path("organizations/create/", organizations.OrganizationCreate.as_view(), name="organization-create"),
    path("organizations/<int:pk>/", organizations.OrganizationDetail.as_view(), name="organization-detail"),
    *verb_paths(Organization, organizations.VERBS, base="organizations/"),
]
