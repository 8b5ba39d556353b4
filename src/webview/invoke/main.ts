/** Entry of the invoke panel's page: joins the element in the body to its host. */
export {};
