"""Paths of this app's pages. Numbers are looked up within what the viewer may see; tokens are the right themselves."""

from django.urls import URLPattern, URLResolver, path

from faelled.partnerships import signin, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("log-ind/", signin.ask_for_code, name="account_login"),
    path("log-ind/adresse/", signin.ask_for_code, name="account_request_login_code"),
    path("log-ind/kode/", signin.enter_code, name="account_confirm_login_code"),
    path("log-ind/ekstra-trin/", signin.authenticate, name="mfa_authenticate"),
    path("sikkerhed/", signin.security, name="mfa_index"),
    path("sikkerhed/app/", signin.set_up_app, name="mfa_activate_totp"),
    path("sikkerhed/app/fjern/", signin.remove_app, name="mfa_deactivate_totp"),
    path("sikkerhed/noegle/", signin.add_key, name="mfa_add_webauthn"),
    path("sikkerhed/noegle/<int:pk>/fjern/", signin.remove_key, name="mfa_remove_webauthn"),
    path("sikkerhed/koder/", signin.codes, name="mfa_view_recovery_codes"),
    path("sikkerhed/koder/nye/", signin.new_codes, name="mfa_generate_recovery_codes"),
    path("sikkerhed/igen/", signin.again, name="mfa_reauthenticate"),
    path("sikkerhed/igen/noegle/", signin.again_with_key, name="mfa_reauthenticate_webauthn"),
    path("log-ud/", signin.log_out, name="account_logout"),
    path("opret/", views.sign_up, name="account_signup"),
    path("start/", views.start, name="start"),
    path("p/<int:partnership_id>/", views.partnership, name="partnership"),
    path("p/<int:partnership_id>/aftale/", views.terms, name="partnership_terms"),
    path("p/<int:partnership_id>/velkommen/", views.invitation, name="invitation"),
    path("p/<int:partnership_id>/forlad/", views.leave, name="leave"),
    path("p/<int:partnership_id>/medlemmer/", views.members, name="members"),
    path("p/<int:partnership_id>/medlemmer/tilfoej/", views.add_members, name="members_add"),
    path("p/<int:partnership_id>/medlemmer/<int:seat_id>/", views.member, name="member"),
    path("organisationer/<int:pk>/", views.organisation, name="organisation"),
    path("organisationer/<int:pk>/ret/", views.edit_organisation, name="organisation_edit"),
    path("organisationer/<int:pk>/ord/", views.refuse_words, name="organisation_refused"),
    path("personer/<int:pk>/", views.person, name="person"),
    path("velkommen/<str:token>/", views.welcome, name="welcome"),
    path("mails/<str:token>/", views.mail_choice, name="mail_choice"),
]
