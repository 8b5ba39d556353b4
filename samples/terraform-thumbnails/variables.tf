variable "stage" {
  type    = string
  default = "dev"
}

variable "role_arn" {
  type        = string
  description = "Role that both functions run with."
}
