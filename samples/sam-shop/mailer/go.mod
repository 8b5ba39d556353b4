module shop/mailer

go 1.21
