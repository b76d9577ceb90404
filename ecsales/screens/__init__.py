"""The pages of EC sales lists: the lists, one with its proof, its documents, what is typed for it."""
